import PackageFixtures
import Pruning
import Testing

/// Limits and kept texts; Tests/Contract/test_process_choice.py has the rule case by case, and parity.py compares both.
@Suite struct SentenceChoiceTests {
  private let model: PruningEncoder
  private static let document = "Salt. It was built in 1873. Mars is red. Roses. The sea. It is. 山 é."

  init() throws {
    let package = try TinyPackage()
    model = try PruningEncoder(directory: package.path, threads: 1)
  }

  private func prune(
    _ documents: [String] = [document], title: PassageTitle = .none, _ change: (inout PruningOptions) -> Void
  ) throws -> [PrunedPassage] {
    var options = PruningOptions(threshold: 0)
    change(&options)
    return try model.prune(
      documents.map { PruningRequest(query: "when", document: $0, title: title) }, options: options)
  }

  @Test func whatIsKeptFitsAndNothingBetterDoes() throws {
    let all = try prune { _ in }[0].sentences
    let total = all.reduce(0) { $0 + $1.tokens.count }
    for budget in 0...total + 1 {
      let kept = try prune { $0.limit = .budget(budget) }[0].sentences
      let tokens = kept.reduce(0) { $0 + ($1.isKept ? $1.tokens.count : 0) }
      #expect(tokens <= budget)
      // A sentence that is left out did not fit beside the better ones.
      for sentence in kept where !sentence.isKept {
        let better = kept.filter { $0.isKept && $0.probability >= sentence.probability }
        #expect(better.reduce(0) { $0 + $1.tokens.count } + sentence.tokens.count > budget)
      }
      let rate = try prune { $0.limit = .rate((Double(budget) + 0.5) / Double(total)) }[0].sentences
      #expect(budget >= total || rate.map(\.isKept) == kept.map(\.isKept))
    }
  }

  @Test func acrossIsOneLimit() throws {
    let documents = ["Salt. It was built in 1873.", "Mars is red. Roses.", ""]
    let all = try prune(documents) { _ in }.flatMap(\.sentences)
    let best = all.max { $0.probability < $1.probability }
    let kept = try prune(documents) {
      $0.limit = .budget(best?.tokens.count ?? 0)
      $0.isAcross = true
    }
    #expect(kept.map(\.text).joined() == best?.text)
    let shares = try prune(documents) {
      $0.limit = .rate(1)
      $0.isAcross = true
    }
    #expect(shares.map(\.text) == documents)
  }

  @Test func keptTextsStay() throws {
    func kept(_ texts: [String]) throws -> [String] {
      try prune {
        $0.threshold = 1
        $0.keptTexts = texts
      }[0].sentences.filter(\.isKept).map(\.text)
    }
    #expect(try kept(["Mars", "é"]) == ["Mars is red. ", "山 é."])
    #expect(try kept(["e\u{301}", "mars", "red. Roses", "nowhere"]).isEmpty)
  }

  @Test func placesAreThoseOfThePassage() throws {
    let document = " \r\n Título 𝄞 \nSalt é. 𝄞 Mars is red. \n\n It is."
    for (title, strips) in [
      (PassageTitle.none, false), (.firstLine, false), (.firstLine, true), (.lines(["x"]), true),
    ] {
      let pruned = try prune([document], title: title) { $0.stripsSentences = strips }[0]
      let (scalars, bytes) = (Array(document.unicodeScalars), Array(document.utf8))
      #expect(pruned.titles.allSatisfy { $0.range == nil && $0.byteRange == nil })
      #expect(pruned.sentences.count > 1)
      for sentence in pruned.sentences {
        let range = try #require(sentence.range)
        #expect(Array(sentence.text.unicodeScalars) == Array(scalars[range]))
        #expect(Array(sentence.text.utf8) == Array(bytes[try #require(sentence.byteRange)]))
      }
    }
  }
}

import PackageFixtures
import Pruning
import Testing

/// What becomes of options; Tests/Probes/Pruning/parity.py holds the same against `process` in Python.
@Suite struct PruningOptionsTests {
  private let package: TinyPackage
  private let model: PruningEncoder

  init() throws {
    package = try TinyPackage()
    model = try PruningEncoder(directory: package.path, threads: 1)
  }

  private static let document = " \n It was built in 1873. \n\nMars is red. Salt."

  private func prune(
    _ passage: PassageText = .text(document), _ title: PassageTitle = .firstSentence, strips: Bool = false,
    always: Bool = false, threshold: Double = 0
  ) throws -> PrunedPassage {
    var options = PruningOptions(threshold: threshold)
    options.stripsSentences = strips
    options.alwaysSelectsTitle = always
    return try model.prune(
      [PruningRequest(query: "when", passage: passage, title: title)], options: options)[0]
  }

  @Test func givenSentencesStayAsTheyAre() throws {
    let given = ["It was. Built", "", " \n", " in 1873."]
    let pruned = try prune(.sentences(given))
    #expect(pruned.sentences.map(\.text) == given && pruned.text == given.joined())
    #expect(pruned.length == 24 && pruned.compressionRate == 0)
    let whole = try prune(.text(given.joined()))
    #expect(
      pruned.sentences.flatMap(\.tokens).map(\.probability)
        == whole.sentences.flatMap(\.tokens).map(\.probability))
    #expect(try prune(.sentences([])).text.isEmpty)
  }

  @Test func strippedSentencesHaveNoWhiteSpace() throws {
    let pruned = try prune(.text(Self.document), .lines([" a "]), strips: true)
    #expect(pruned.titles.map(\.text) == ["a"])
    #expect(pruned.sentences.map(\.text) == ["It was built in 1873.", "Mars is red.", "Salt."])
    #expect(pruned.text == "It was built in 1873.Mars is red.Salt.")
    #expect(pruned.length == Self.document.unicodeScalars.count && pruned.compressionRate > 0)
    for sentence in pruned.sentences {
      #expect(sentence.tokens.allSatisfy { $0.range.upperBound <= sentence.text.unicodeScalars.count })
    }
    let plain = try prune(.text(Self.document), .lines([" a "]))
    #expect(plain.sentences.map(\.probability) == pruned.sentences.map(\.probability))
    #expect(try prune(.sentences([" ", "b"]), strips: true).sentences.map(\.text) == ["b"])
  }

  @Test(
    arguments: [
      (PassageText.text(" \r\n the lighthouse \r\nMars. Salt."), "the lighthouse\n", "Mars. Salt."),
      (.text("alone"), "alone\n", ""), (.text("a\u{2028}\nb"), "a\n", "\nb"), (.text(" \n"), nil, " \n"),
      (.text(""), nil, ""),
      (.sentences([" ", "a title", "Mars. ", "Salt."]), "a title\n", "Mars. Salt."),
      (.sentences([" "]), nil, " "),
    ] as [(PassageText, String?, String)])
  func theFirstLineIsTheTitle(passage: PassageText, title: String?, rest: String) throws {
    let pruned = try prune(passage, .firstLine)
    #expect(pruned.titles.map(\.text) == (title.map { [$0] } ?? []))
    #expect(pruned.sentences.map(\.text).joined() == rest && pruned.length == rest.unicodeScalars.count)
  }

  /// The title's own probability would drop it, and another sentence stays.
  @Test(arguments: [
    (PassageText.text("Salt. It was built. Mars is red. Roses. The sea."), PassageTitle.firstSentence, 1),
    (.text("Salt. It was built. Mars is red. Roses. The sea."), .none, 0),
    (.text("Salt. It was built. Mars is red. Roses. The sea."), .lines(["the lighthouse", "in 1873"]), 2),
    (.text("Salt. It was built. Mars is red. Roses. The sea."), .lines([" "]), 0),
    (.text("Salt\nIt was built. Mars is red. Roses. The sea."), .firstLine, 1),
    (.sentences([" \n", "Salt. ", "It was built. ", "Mars is red. ", "Roses."]), .firstSentence, 1),
    (.sentences([" \n", "Salt. ", "It was built. ", "Mars is red. ", "Roses."]), .firstLine, 1),
  ])
  func aTitleIsKeptWhereAnythingIs(passage: PassageText, title: PassageTitle, count: Int) throws {
    func pieces(_ always: Bool, _ threshold: Double) throws -> [PrunedPassage.Sentence] {
      let pruned = try prune(passage, title, always: always, threshold: threshold)
      return pruned.titles + pruned.sentences
    }
    let all = try pieces(false, 0)
    let chosen = Set(all.indices.filter { !all[$0].text.allSatisfy(\.isWhitespace) }.prefix(count))
    for threshold in all.map(\.probability) {
      let (plain, forced) = (try pieces(false, threshold), try pieces(true, threshold))
      let keepsAny = plain.contains { $0.isKept }
      for index in all.indices {
        #expect(forced[index].isKept == (plain[index].isKept || keepsAny && chosen.contains(index)))
      }
    }
  }

  @Test func passagesAreRanked() throws {
    func passage(_ score: Float?, isZeroed: Bool = false) throws -> PrunedPassage {
      var passage = try prune()
      passage.rankingScore = score
      passage.isScoreZeroed = isZeroed
      return passage
    }
    let passages = [
      try passage(0, isZeroed: true), try passage(-8), try passage(0, isZeroed: true), try passage(-2),
      try passage(-8),
    ]
    #expect(passages.ranked() == [3, 1, 4, 0, 2])
    #expect(passages.ranked(limit: 2) == [3, 1] && passages.ranked(limit: 0).isEmpty)
    #expect(passages.ranked(limit: 99).count == 5 && passages.ranked(limit: -1).isEmpty)
    #expect(try [passage(nil), passage(nil)].ranked() == [0, 1])
    #expect(try prune(threshold: 1).isScoreZeroed && !prune().isScoreZeroed)
  }
}

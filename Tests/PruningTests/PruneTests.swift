import ModelDir
import PackEncoders
import PackFiles
import PackJSON
import PackTokenizers
import PackageFixtures
import Pruning
import TestSupport
import Testing

@Suite struct PruneTests {
  private let package: TinyPackage
  private let model: PruningEncoder

  init() throws {
    package = try TinyPackage()
    model = try PruningEncoder(directory: package.path, threads: 2)
  }

  private static let words = [
    "the", "lighthouse", "was", "built", "in", "1873", ".", "Mars", "is", "red", "é", "山", "\n", "  ", "x.",
    "Salt!", "。", "It", "\n\n- ",
  ]

  /// Passages of growing length, the longest of many times what one pass takes.
  static let passages: [String] = (0..<24).map { number in
    (0..<(number * number)).map { words[($0 &* 7 &+ number &* 3 &+ $0 / 11) % words.count] }.joined(
      separator: number % 3 == 0 ? "" : " ")
  }

  private static let requests = passages.map {
    PruningRequest(query: "when was the lighthouse built", document: $0)
  }

  @Test(arguments: passages) func sentencesAreThePassage(passage: String) throws {
    let pruned = try model.prune(TextPair(query: "when was the lighthouse built", document: passage))
    #expect(Array(pruned.sentences.map(\.text).joined().utf8) == Array(passage.utf8))
    #expect(pruned.titles.isEmpty)
    for sentence in pruned.sentences {
      #expect((0...1).contains(sentence.probability))
      #expect(sentence.isKept == (sentence.probability > 0.5))
    }
    let kept = pruned.sentences.filter(\.isKept).map(\.text).joined()
    #expect(Array(pruned.text.utf8) == Array(kept.utf8))
  }

  @Test(arguments: passages) func noTokenIsLeftOut(passage: String) throws {
    let pruned = try model.prune(TextPair(query: "when was the lighthouse built", document: passage))
    let encoding = try model.tokenizer.encode("when was the lighthouse built", pair: passage)
    let tokens = pruned.sentences.flatMap(\.tokens)
    #expect(tokens.count == encoding.sequenceIDs.count { $0 == 1 })
    for sentence in pruned.sentences where !sentence.tokens.isEmpty {
      let mean = sentence.tokens.reduce(0) { $0 + Double($1.probability) } / Double(sentence.tokens.count)
      #expect(abs(mean - sentence.probability) < 1e-9)
    }
  }

  @Test func aPassageThatFitsIsOnePass() throws {
    let pair = TextPair(query: "when was it built", document: "It was built in 1873. Mars is red.")
    let pruned = try model.prune(pair)
    let prediction = try model.predict([pair])[0]
    let whole = zip(prediction.keepProbabilities, prediction.encoding.sequenceIDs).filter { $0.1 == 1 }.map(
      \.0)
    #expect(pruned.sentences.flatMap(\.tokens).map(\.probability) == whole)
    #expect(pruned.sentences.count == 2)
    var options = PruningOptions()
    options.zeroScoreWhenEmpty = false
    let request = PruningRequest(query: pair.query, document: pair.document)
    #expect(try model.prune([request], options: options)[0].rankingScore == prediction.rankingScore)
  }

  @Test func aHigherThresholdKeepsNoMore() throws {
    let pair = TextPair(query: "when was it built", document: Self.passages[23])
    for file in ["config.json", "pruning_encoder_config.json"] {
      try package.edit(file) { $0["pruning_aggregation"] = .string("majority") }
    }
    for model in [model, try PruningEncoder(directory: package.path, threads: 1)] {
      var last: Set<Int> = []
      var sizes: Set<Int> = []
      for threshold in stride(from: 0, through: 1, by: 0.05) {
        let sentences = try model.prune(pair, threshold: threshold).sentences
        let kept = Set(sentences.indices.filter { sentences[$0].isKept })
        #expect(threshold == 0 ? kept.count == sentences.count : kept.isSubset(of: last))
        last = kept
        sizes.insert(kept.count)
      }
      #expect(last.isEmpty && sizes.count > 2)
    }
    #expect(try model.prune(pair, threshold: 0).compressionRate == 0)
    #expect(try model.prune(pair, threshold: 1).compressionRate == 100)
    #expect(try model.prune(pair, threshold: 1).rankingScore == 0)
  }

  @Test func aPassageDoesNotDependOnItsNeighbours() throws {
    var options = PruningOptions()
    let together = try model.prune(Self.requests)
    for batchSize in [1, 3, 100] {
      options.batchSize = batchSize
      let reversed = try model.prune(Self.requests.reversed(), options: options)
      for (one, other) in zip(together, reversed.reversed()) {
        #expect(one.sentences == other.sentences)
        #expect(one.rankingScore == other.rankingScore)
      }
    }
  }

  @Test func theOrderOfBlocksDoesNotMatter() throws {
    let long = PruningRequest(query: "when", document: String(repeating: Self.passages[23], count: 3))
    let rows = model.rows(of: try model.tokenize([long])[0].get())
    #expect(rows.count > 10)
    let expected = try model.run(rows, batchSize: 32)
    let order = rows.indices.sorted { ($0 &* 7919 % 31, $0) < ($1 &* 7919 % 31, $1) }
    let shuffled = try model.run(order.map { rows[$0] }, batchSize: 5)
    for (place, number) in order.enumerated() { #expect(shuffled[place] == expected[number]) }
  }

  @Test func progressCountsPasses() throws {
    var told: [[Int]] = []
    var options = PruningOptions()
    options.batchSize = 2
    let count = try model.tokenize(Self.requests).map { try model.rows(of: $0.get()).count }.reduce(0, +)
    _ = try model.prune(Self.requests, options: options) { told.append([$0, $1]) }
    #expect(told.count == (count + 1) / 2 && told.last == [count, count] && told.first == [2, count])
  }

  @Test func aStreamGivesTheSameInOrder() throws {
    let many = Array((0..<8).flatMap { _ in Self.requests }.dropLast())
    var stream = PruningStream(model)
    var texts: [String] = []
    for request in many { try stream.add(request) { texts.append($0.passage.text) } }
    #expect(texts.count >= PruningStream.passageLimit)
    #expect(texts.count < many.count)
    try stream.finish { texts.append($0.passage.text) }
    let together = try model.prune(many)
    #expect(texts == together.map(\.text))
  }

  @Test func aStreamGivesWhatIsBeforeAFailure() throws {
    let tooLong = PruningRequest(query: String(repeating: "the ", count: 99), document: "x", name: "line 4")
    var stream = PruningStream(model)
    var texts: [String] = []
    for request in Self.requests.prefix(3) + [tooLong] + Self.requests {
      try stream.add(request) { texts.append($0.passage.text) }
    }
    let error = #expect(throws: PruningError.self) { try stream.finish { texts.append($0.passage.text) } }
    #expect(error?.place.description == "line 4" && texts.count == 3)
    try stream.finish { _ in Issue.record("nothing waits") }
  }

  @Test func titlesCountForTheBound() throws {
    let title = String(repeating: "x", count: PruningStream.byteLimit)
    var stream = PruningStream(model)
    var count = 0
    try stream.add(PruningRequest(query: "", document: "", title: .lines([title]))) { _ in count += 1 }
    #expect(count == 1)
  }

  @Test func titlesAreScoredOnTheirOwn() throws {
    let document = "It was built in 1873. Mars is red."
    var options = PruningOptions(threshold: 0)
    let titled = PruningRequest(
      query: "when", document: document, title: .lines([" the lighthouse\n", "  ", "Mars"]))
    let pruned = try model.prune([titled], options: options)[0]
    #expect(pruned.titles.map(\.text) == ["the lighthouse\n", "Mars\n"])
    #expect(pruned.titles.allSatisfy { !$0.tokens.isEmpty })
    #expect(pruned.text == document)
    // The title and the text are what the model reads, and no token is scored for another's place.
    let whole = try model.predict([TextPair(query: "when", document: "the lighthouse\nMars\n" + document)])[0]
    let expected = zip(whole.keepProbabilities, whole.encoding.sequenceIDs).filter { $0.1 == 1 }.map(\.0)
    #expect((pruned.titles + pruned.sentences).flatMap(\.tokens).map(\.probability) == expected)
    options.threshold = (pruned.sentences.map(\.probability).max() ?? 1) - 1e-9
    options.alwaysSelectsTitle = true
    let kept = try model.prune([titled], options: options)[0]
    #expect(kept.titles.allSatisfy { $0.isKept })
    #expect(kept.sentences.count { $0.isKept } == 1)
    options.threshold = 1
    #expect(try model.prune([titled], options: options)[0].titles.allSatisfy { !$0.isKept })
  }

  @Test func theMajorityDecidesWhereThePackageSaysSo() throws {
    for file in ["config.json", "pruning_encoder_config.json"] {
      try package.edit(file) { $0["pruning_aggregation"] = .string("majority") }
    }
    let other = try PruningEncoder(directory: package.path, threads: 1)
    for threshold in [0.3, 0.45, 0.5, 0.55] {
      for sentence in try other.prune(Self.requests, options: PruningOptions(threshold: threshold)).flatMap(
        \.sentences)
      where !sentence.tokens.isEmpty {
        let above = sentence.tokens.count { Double($0.probability) > threshold }
        #expect(sentence.isKept == (2 * above > sentence.tokens.count))
      }
    }
  }

  @Test func aQueryWithoutRoomIsAnError() throws {
    let query = String(repeating: "the ", count: 61)
    let error = #expect(throws: PruningError.self) {
      try model.prune(TextPair(query: query, document: "it was built"))
    }
    #expect(error?.code == .queryTooLong)
    let room = String(repeating: "the ", count: 60)
    #expect(try model.prune(TextPair(query: room, document: "it was built.")).sentences[0].tokens.count == 4)
  }

  @Test func aPairDoesNotDependOnItsNeighbours() throws {
    let pairs = Self.passages.map { TextPair(query: "how many moons does mars have?", document: $0) }
    let together = try model.predict(pairs)
    for (pair, prediction) in zip(pairs, together) {
      let alone = try model.predict([pair])[0]
      #expect(alone.rankingLogits == prediction.rankingLogits)
      #expect(alone.pruningLogits == prediction.pruningLogits)
      #expect(prediction.encoding.count <= model.config.maximumLength)
    }
  }

  @Test func pairsAreTruncatedAsAsked() throws {
    let pair = TextPair(query: Self.passages[20], document: Self.passages[22])
    for length in [3, 4, 9, 64, 1000] {
      #expect(try model.predict([pair], maximumLength: length)[0].encoding.count == min(length, 64))
    }
  }

  @Test func activationsMakeScores() {
    #expect(RankingActivation.sigmoid.score([0]) == 0.5)
    #expect(RankingActivation.identity.score([-3]) == -3)
    #expect(RankingActivation.softmax.score([1, 1]) == 0.5)
    #expect(RankingActivation.softmax.score([1000, -1000, 1000]) == 0.5)
    #expect(RankingActivation.sigmoid.score([]) == nil)
  }

  @Test func withoutARankingModelThereIsNoScore() throws {
    let package = try TinyPackage(TinyModel(isRanking: false))
    let model = try PruningEncoder(directory: package.path, threads: 1)
    let pair = TextPair(query: "when", document: "in 1873")
    let prediction = try model.predict([pair])[0]
    #expect(prediction.rankingLogits == nil && prediction.rankingScore == nil)
    #expect(prediction.keepProbabilities.count == prediction.encoding.count)
    #expect(try model.prune(pair, threshold: 1).rankingScore == nil)
  }
}

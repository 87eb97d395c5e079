import Encoders
import Files
import ModelDir
import PackageFixtures
import Pruning
import TestSupport
import Testing
import Tokenizers

@Suite struct PruneTests {
  private let package: TinyPackage
  private let model: PruningEncoder

  init() throws {
    package = try TinyPackage()
    model = try PruningEncoder(directory: package.path, threads: 2)
  }

  private static let words = [
    "the", "lighthouse", "was", "built", "in", "1873", ".", "Mars", "is", "red", "é", "山", "\n", "  ",
  ]

  /// Passages of growing length, the longest of many times what one pass takes.
  static let passages: [String] = (0..<24).map { number in
    (0..<(number * number)).map { words[($0 &* 7 &+ number &* 3) % words.count] }.joined(
      separator: number % 3 == 0 ? "" : " ")
  }

  @Test(arguments: passages) func segmentsAreThePassage(passage: String) throws {
    let pruned = try model.prune(TextPair(query: "when was the lighthouse built", document: passage))
    #expect(Array(pruned.segments.map(\.text).joined().utf8) == Array(passage.utf8))
    #expect(pruned.segments.allSatisfy { (0...1).contains($0.probability) })
    for (left, right) in zip(pruned.segments, pruned.segments.dropFirst()) {
      #expect(left.isKept != right.isKept)
    }
    for segment in pruned.segments where !segment.text.isEmpty {
      #expect(segment.isKept == (segment.probability > 0.5))
    }
  }

  @Test func aHigherThresholdKeepsNoMore() throws {
    let pair = TextPair(query: "when was it built", document: Self.passages[23])
    var last = Int.max
    for threshold in [0, 0.2, 0.4, 0.5, 0.6, 0.8, 1] {
      let kept = try model.prune(pair, threshold: threshold).text.unicodeScalars.count
      #expect(kept <= last)
      last = kept
    }
    #expect(last == 0)
    #expect(try model.prune(pair, threshold: 0).compressionRate == 0)
    #expect(try model.prune(pair, threshold: 1).compressionRate == 100)
  }

  @Test func aQueryWithoutRoomIsAnError() throws {
    let query = String(repeating: "the ", count: 80)
    let error = #expect(throws: PruningError.self) {
      try model.prune(TextPair(query: query, document: "it was built"))
    }
    #expect(error?.code == .queryTooLong)
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
    let prediction = try model.predict([TextPair(query: "when", document: "in 1873")])[0]
    #expect(prediction.rankingLogits == nil && prediction.rankingScore == nil)
    #expect(prediction.keepProbabilities.count == prediction.encoding.count)
  }
}

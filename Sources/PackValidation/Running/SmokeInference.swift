import ModelDir
import PackEncoders
import PackFiles
package import PackTokenizers
public import Pruning

/// A small inference that every package must survive: a few pairs, each alone and all together, twice.
public struct SmokeInference: Sendable {
  /// What findings name in place of a file.
  static let placeName = "smoke inference"

  /// The pairs that are asked about; relevant and irrelevant ones alternate.
  public static let pairs: [TextPair] = [
    TextPair(
      query: "When was the lighthouse built?",
      document: "The lighthouse was built in 1873. Its keeper grew roses. Ferries pass it twice a day."),
    TextPair(
      query: "When was the lighthouse built?",
      document: "Bread dough needs time to rise. Salt slows the yeast down. A hot oven gives a good crust."),
    TextPair(
      query: "How many moons does Mars have?",
      document:
        "Mars is red because of rust. It has two moons, Phobos and Deimos. A year there takes 687 days."),
    TextPair(
      query: "How many moons does Mars have?",
      document: "The committee met on Tuesday and adjourned without a vote, as it had the week before."),
    TextPair(query: "富士山の高さは？", document: "富士山は日本で最も高い山で、標高は3776メートルです。多くの人が夏に登ります。"),
    TextPair(query: "x", document: ""),
  ]

  /// The answers, each pair alone.
  public let alone: [PairPrediction]
  /// The answers, all pairs in one batch.
  public let together: [PairPrediction]
  /// The answers for the first ``repeatedCount`` pairs, each alone, once more.
  public let again: [PairPrediction]

  /// How many pairs are asked about a second time: whatever differs from run to run differs in any of them.
  static let repeatedCount = 2

  init(_ model: any SmokeModel) throws {
    let encodings = try Self.pairs.map { try model.encode($0, maximumLength: nil) }
    alone = try encodings.flatMap { try model.predict([$0]) }
    together = try model.predict(encodings)
    again = try encodings.prefix(Self.repeatedCount).flatMap { try model.predict([$0]) }
  }
}

/// What the smoke inference needs of a model: a seam where a test can put a faulty one.
package protocol SmokeModel: Sendable {
  /// The tokens of a pair, truncated longest-first to the package's max_length, or to less.
  func encode(_ pair: TextPair, maximumLength: Int?) throws -> Encoding
  /// The answers for pairs.
  func predict(_ encodings: [Encoding]) throws -> [PairPrediction]
}

extension PruningEncoder: SmokeModel {}

import ModelDir
import PackEncoders
import PackTokenizers
import Pruning

/// What comes out here for a case that was recorded.
struct Replay: Sendable {
  let ids: [Int32]
  let rankingLogits: [Float]?
  /// The score by the package's activation.
  let rankingScore: Float?
  /// Two numbers a token.
  let pruningLogits: [Float]
  /// One number a token.
  let keepProbabilities: [Float]

  init(_ recorded: ReferenceOutputs.Case, _ model: any SmokeModel) throws {
    let pair = TextPair(query: recorded.query, document: recorded.document)
    try self.init(ReferencePair(pair, maximumLength: recorded.maximumLength), model)
  }

  init(_ pair: ReferencePair, _ model: any SmokeModel) throws {
    let encoding = try model.encode(pair.pair, maximumLength: pair.maximumLength)
    let prediction = try model.predict([encoding]).first
    ids = encoding.ids
    rankingLogits = prediction?.rankingLogits
    rankingScore = prediction?.rankingScore
    keepProbabilities = prediction?.keepProbabilities ?? []
    pruningLogits = prediction?.pruningLogits.flatMap { [$0.drop, $0.keep] } ?? []
  }
}

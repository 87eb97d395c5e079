/// How passages are pruned. The names and defaults are those of `process` in the modelling file.
public struct PruningOptions: Sendable, Hashable {
  /// A sentence is kept where its probability is above it; nil for the package's own.
  public var threshold: Double?
  /// Keeps the title, or without one the first sentence, where any sentence is kept.
  public var alwaysSelectsTitle = false
  /// The score of the best pass; else that of the first.
  public var usesBestScore = true
  /// The score is 0 where nothing but white space is kept.
  public var zeroScoreWhenEmpty = true
  /// Passes that are computed together.
  public var batchSize = 32

  /// The defaults.
  ///
  /// - Parameter threshold: a sentence is kept where its probability is above it; nil for the package's own.
  public init(threshold: Double? = nil) { self.threshold = threshold }
}

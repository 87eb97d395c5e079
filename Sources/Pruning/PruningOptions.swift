/// How passages are pruned. The names and defaults are those of `process` in the modelling file.
public struct PruningOptions: Sendable, Hashable {
  /// A sentence is kept where its probability is above it; nil for the package's own.
  public var threshold: Double?
  /// Keeps the title where any sentence is kept: the titles that are given, or with ``PassageTitle/firstSentence`` the
  /// first sentence that is not white space alone.
  public var alwaysSelectsTitle = false
  /// The score of the best pass; else that of the first.
  public var usesBestScore = true
  /// The score is 0 where nothing but white space is kept.
  public var zeroScoreWhenEmpty = true
  /// Gives sentences without the white space around them, and none that are white space alone.
  public var stripsSentences = false
  /// Passes that are computed together.
  public var batchSize = 32

  /// The defaults.
  ///
  /// - Parameter threshold: a sentence is kept where its probability is above it; nil for the package's own.
  public init(threshold: Double? = nil) { self.threshold = threshold }
}

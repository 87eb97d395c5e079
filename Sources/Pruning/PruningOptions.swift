/// How passages are pruned. The names and defaults are those of `process` in the modelling file.
public struct PruningOptions: Sendable, Hashable {
  /// A sentence is kept where its probability is above it; nil for the package's own.
  public var threshold: Double?
  /// How much may stay, in place of the threshold; nil for no limit but the threshold.
  public var limit: TokenLimit?
  /// The limit is one for all passages of a query, which are those that are pruned together, or are added to a
  /// ``PruningStream`` together.
  public var isAcross = false
  /// A sentence that contains one of these texts, scalar for scalar, stays, whatever its probability.
  public var keptTexts: [String] = []
  /// Keeps the title where any sentence is kept: the titles that are given, or with ``PassageTitle/firstSentence`` the
  /// first sentence that is not white space alone.
  public var alwaysSelectsTitle = false
  /// The score of the best pass; else that of the first.
  public var usesBestScore = true
  /// The score is 0 where nothing but white space is kept.
  public var zeroScoreWhenEmpty = true
  /// Gives sentences without the white space around them, and none that are white space alone.
  public var stripsSentences = false
  /// Gives every sentence its tokens with their probabilities, which take several times the memory of the text.
  public var givesTokens = true
  /// Passes that are computed together.
  public var batchSize = 32

  /// The defaults.
  ///
  /// - Parameter threshold: a sentence is kept where its probability is above it; nil for the package's own.
  public init(threshold: Double? = nil) { self.threshold = threshold }
}

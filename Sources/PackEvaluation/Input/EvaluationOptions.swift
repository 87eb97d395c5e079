/// What is to be measured.
public struct EvaluationOptions: Sendable, Hashable {
  /// Thresholds besides the package's own and the recommended one.
  public var thresholds: [Double]
  /// The recall for which a threshold is recommended.
  public var wantedRecall: Double
  /// How many of the worst passages are kept.
  public var worstCount: Int
  /// Samples of the bootstrap; fewer for very large sets.
  public var sampleCount: Int
  /// Gives the worst passages their tokens, which take several times the memory of the text while they are found.
  public var givesTokens = false

  /// 0.05 to 0.95.
  public static let standardThresholds = (1...19).map { Double($0) / 20 }

  /// Creates options.
  public init(
    thresholds: [Double] = standardThresholds, wantedRecall: Double = 0.9, worstCount: Int = 10,
    sampleCount: Int = 1000
  ) {
    self.thresholds = thresholds
    self.wantedRecall = wantedRecall
    self.worstCount = worstCount
    self.sampleCount = sampleCount
  }
}

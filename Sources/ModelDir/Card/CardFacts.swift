/// What a card tells of the running package.
public struct CardFacts: Sendable, Hashable {
  /// What the package makes of the example; nil where that is not known.
  public var example: CardExample?
  /// How far the package's numbers are from the recorded ones of PyTorch; nil where that is not known.
  public var largestDifference: Float?

  /// Creates facts; without any, a card says what the package's files tell.
  public init(example: CardExample? = nil, largestDifference: Float? = nil) {
    self.example = example
    self.largestDifference = largestDifference
  }
}

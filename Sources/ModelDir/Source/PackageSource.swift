/// What a package is made of.
public enum PackageSource: Sendable, Hashable {
  /// A directory with a complete `*ForSequenceClassification` save.
  case rankingModel(String)
  /// A directory with a complete save of a base encoder, or of a classifier of tokens, whose classifier then is the
  /// head unless another is given.
  case encoderModel(String)
  /// A directory in any ``KnownLayout``.
  case knownLayout(String)

  /// The directory.
  public var directory: String {
    switch self {
    case .rankingModel(let directory), .encoderModel(let directory), .knownLayout(let directory): directory
    }
  }
}

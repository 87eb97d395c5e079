/// The result of a save.
public struct SaveReport: Sendable, Hashable {
  /// Where the package is.
  public var path: String
  /// Decisions that were taken for the user, each with its reason. They may name options.
  public var decisions: [SaveText]
}

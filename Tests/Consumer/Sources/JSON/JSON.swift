/// A JSON of this package's own.
public enum JSON {
  /// Whether it is another package's.
  public static let isTheirs = false
}

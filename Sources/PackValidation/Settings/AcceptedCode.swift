import PackFiles

/// A file of code that a person has read and accepted as it is.
public struct AcceptedCode: Sendable, Hashable {
  /// Path from the package's root.
  public let file: String
  /// SHA-256 of the bytes that were accepted, 64 hexadecimal digits in small letters.
  public let sha256: String
  /// Who accepted it.
  public let by: String
  /// When, `YYYY-MM-DD`.
  public let date: String

  /// Creates an entry.
  public init(file: String, sha256: String, by: String, date: String) {
    self.file = file
    self.sha256 = sha256
    self.by = by
    self.date = date
  }
}

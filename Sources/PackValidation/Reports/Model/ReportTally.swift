/// A number of rules that ended alike.
public struct ReportTally: Sendable, Hashable {
  /// How many.
  public let count: Int
  /// What became of them: `passed`, `errors`, `not applicable`.
  public let words: String
  /// The heaviest severity of what they found, where they found something.
  public let severity: Severity?

  init(count: Int, words: String, severity: Severity? = nil) {
    self.count = count
    self.words = words
    self.severity = severity
  }
}

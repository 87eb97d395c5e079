public import PackFiles

/// A fault of a package, found by a rule.
///
/// All report formats are rendered from it.
public struct Finding: Sendable, Hashable {
  /// The rule's id, `CFG007`.
  public var rule: String
  /// Its severity.
  public var severity: Severity
  /// File, relative to the package's root, and the position in it.
  public var place: Place
  /// What is wrong.
  public var problem: String
  /// What would have been right.
  public var expected: String?
  /// What was found instead.
  public var found: String?
  /// The fix, if it is more specific than the rule's advice; else nil.
  public var advice: String?
  /// Line and column, if the file is text and the place in it is known.
  public internal(set) var position: TextPosition?
  /// The line that is meant, where the position is known and the line may be shown.
  public internal(set) var excerpt: SourceExcerpt?
  /// Whether the file is a text with at least one line.
  public internal(set) var isInText = false
  /// The id of the rule whose finding this one follows from; nil where it stands for itself.
  public internal(set) var cause: String?

  /// Creates a finding.
  public init(
    rule: String, severity: Severity, place: Place, problem: String, expected: String? = nil,
    found: String? = nil, advice: String? = nil
  ) {
    self.rule = rule
    self.severity = severity
    self.place = place
    self.problem = problem
    self.expected = expected
    self.found = found
    self.advice = advice
  }

  /// The finding as one sentence: the problem, what was expected, what was found.
  public var message: String {
    switch (expected, found) {
    case (let expected?, let found?): "\(problem): expected \(expected), found \(found)"
    case (let expected?, nil): "\(problem): expected \(expected)"
    case (nil, let found?): "\(problem): found \(found)"
    case (nil, nil): problem
    }
  }
}

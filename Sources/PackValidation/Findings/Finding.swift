public import PackFiles

/// One thing that is wrong with a package.
///
/// It is data: texts are rendered from it, and every format of report has the same parts.
public struct Finding: Sendable, Hashable {
  /// The rule's id, `CFG007`.
  public var rule: String
  /// How much it weighs.
  public var severity: Severity
  /// File, relative to the package's root, and the position in it.
  public var place: Place
  /// What is wrong.
  public var problem: String
  /// What would have been right.
  public var expected: String?
  /// What stood there instead.
  public var found: String?
  /// What to do about it, where this says more than the rule's advice; nil for the rule's.
  public var advice: String?
  /// Line and column, where the file is a text and the place in it is known.
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

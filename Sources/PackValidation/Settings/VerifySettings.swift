/// What whoever runs the gate has decided about it.
public struct VerifySettings: Sendable, Hashable {
  /// Ids of rules whose findings are left out.
  public var ignored: Set<String> = []
  /// Severities that take the place of a rule's own, by its id.
  public var severities: [String: Severity] = [:]
  /// Whether warnings fail the gate, and rules whose means are missing.
  public var isStrict = false
  /// Whether a pickle may be part of a package, if all that it imports is on the list (SEC001, SEC002).
  public var allowsPickle = false
  /// Where each decision about a rule was made, by the rule's id: an option, or a settings file.
  public private(set) var origins: [String: String] = [:]
  /// The settings file that was read.
  public var file: String?
  /// A settings file that lies inside the package, and for that reason was not read.
  public var unreadFile: String?

  /// A Python interpreter that is to load and run the package, too: a path, or a name to look for in PATH.
  public var python: String?

  /// The rules as they are.
  public init() {}

  /// Decides about a rule; a later decision takes the place of an earlier one.
  ///
  /// - Parameters:
  ///   - rule: the rule's id.
  ///   - level: what becomes of it.
  ///   - origin: who says so: `--ignore`, or the name of a settings file.
  public mutating func set(_ rule: String, to level: RuleLevel, origin: String) {
    ignored.remove(rule)
    severities[rule] = nil
    switch level {
    case .off: ignored.insert(rule)
    case .graded(let severity): severities[rule] = severity
    }
    origins[rule] = origin
  }

  /// The severity of a finding, after what was decided about its rule.
  func severity(of finding: Finding) -> Severity { severities[finding.rule] ?? finding.severity }
}

/// What whoever runs the gate may make of a rule.
public enum RuleLevel: Sendable, Hashable {
  /// The rule is left out.
  case off
  /// Its findings weigh this much.
  case graded(Severity)

  /// The levels' names, as options and settings files spell them.
  public static let names = ["error", "warning", "suggestion", "off"]

  /// The level of a name.
  public init?(_ name: String) {
    if name == "off" {
      self = .off
    } else if let severity = Severity(rawValue: name) {
      self = .graded(severity)
    } else {
      return nil
    }
  }
}

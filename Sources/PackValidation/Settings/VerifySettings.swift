/// The settings of a verification.
public struct VerifySettings: Sendable, Hashable {
  /// Ids of rules that are turned off.
  public var ignored: Set<String> = []
  /// Severities that override those of rules, by rule id.
  public var severities: [String: Severity] = [:]
  /// Whether warnings count as errors, and rules that could not run.
  public var isStrict = false
  /// Whether a package may have a pickle whose imports are all on the list (SEC001, SEC002).
  public var allowsPickle = false
  /// Files of code that somebody has read and accepted, by path and digest.
  public var acceptedCode: [AcceptedCode] = []
  /// Who has to have signed the package; nil if anybody may, or nobody.
  public var signer: PinnedSigner?
  /// Where each rule was set, by rule id: an option, or a settings file.
  public private(set) var origins: [String: String] = [:]
  /// The settings file that was read.
  public var file: String?
  /// A settings file inside the package, which is not read.
  public var unreadFile: String?

  /// A Python interpreter that also loads and runs the package: a path, or a name in PATH.
  public var python: String?
  /// Whether it runs the package's code without a sandbox.
  public var isUnsandboxed = false

  /// A labelled set that the package is measured on, in place of the built-in battery.
  public var evaluation: EvaluationGate?
  /// Whether the built-in battery is run whole, whatever it costs.
  public var usesFullBattery = false

  /// The default settings.
  public init() {}

  /// Sets the level of a rule; a later call overrides an earlier one.
  ///
  /// - Parameters:
  ///   - rule: the rule's id.
  ///   - level: the new level.
  ///   - origin: where it was set: an option, or the name of a settings file.
  public mutating func set(_ rule: String, to level: RuleLevel, origin: String) {
    ignored.remove(rule)
    severities[rule] = nil
    switch level {
    case .off: ignored.insert(rule)
    case .graded(let severity): severities[rule] = severity
    }
    origins[rule] = origin
  }

  /// The severity of a finding, after the overrides.
  func severity(of finding: Finding) -> Severity { severities[finding.rule] ?? finding.severity }
}

/// A level that the user can give a rule.
public enum RuleLevel: Sendable, Hashable {
  /// The rule is turned off.
  case off
  /// Its findings have this severity.
  case graded(Severity)

  /// The names of the levels, as in options and settings files.
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

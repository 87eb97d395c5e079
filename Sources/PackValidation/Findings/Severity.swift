/// The severity of a finding.
public enum Severity: String, Sendable, Hashable, Comparable, CaseIterable {
  /// Worth knowing; never fails the gate.
  case suggestion
  /// Fails the gate with `--strict`.
  case warning
  /// Fails the gate.
  case error

  /// Whether the left one is less severe.
  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .suggestion: 0
    case .warning: 1
    case .error: 2
    }
  }
}

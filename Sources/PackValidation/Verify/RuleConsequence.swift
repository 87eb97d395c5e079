import PackFiles

/// That what one rule finds follows from what another one finds: a report shows it below its cause.
struct RuleConsequence: Sendable {
  /// When a finding follows from another one.
  enum Condition: Sendable {
    /// Whenever both rules have findings.
    case always
    /// Both are about the same key, in whatever file.
    case sameKey
    /// Both are about the same file.
    case sameFile
    /// The one that follows names the other one's file.
    case namesFile
    /// Both say the same.
    case sameProblem
  }

  /// The rule that found the cause.
  let cause: String
  /// The rule whose findings follow.
  let effect: String
  /// When they do.
  let condition: Condition

  private init(_ cause: String, _ effect: String, _ condition: Condition) {
    self.cause = cause
    self.effect = effect
    self.condition = condition
  }

  /// All of them, by the rule whose findings follow. No rule is in the end a consequence of itself.
  static let byEffect: [String: [RuleConsequence]] = Dictionary(grouping: all, by: \.effect)

  private static let all: [RuleConsequence] = [
    .init("LAY001", "CFG004", .namesFile),
    .init("LAY001", "LAY003", .sameFile),
    .init("LAY006", "SEC006", .sameFile),
    .init("CFG001", "CFG006", .sameKey),
    .init("CFG001", "RUN001", .sameKey),
    .init("CFG004", "CFG001", .sameProblem),
    .init("CFG004", "CFG002", .sameKey),
    .init("CFG005", "LAY001", .sameFile),
    .init("CFG007", "CFG006", .sameKey),
    .init("CFG008", "CFG006", .sameKey),
    .init("CFG008", "CFG009", .always),
    .init("CFG008", "RUN001", .always),
    .init("CFG008", "WGT012", .always),
    .init("CFG009", "RUN001", .sameKey),
    .init("CFG010", "CFG006", .sameKey),
    .init("CFG011", "CFG006", .sameKey),
    .init("CFG011", "WGT012", .sameFile),
    .init("CFG014", "CFG006", .sameKey),
    .init("CFG014", "RUN001", .sameKey),
    .init("CFG014", "CFG017", .sameKey),
    .init("CFG006", "RUN001", .sameKey),
    .init("CFG015", "RUN001", .sameKey),
    .init("CFG017", "RUN001", .sameKey),
    .init("CFG017", "CFG006", .sameKey),
    .init("CFG017", "CFG008", .sameKey),
    .init("CFG017", "CFG009", .sameKey),
    .init("LAY009", "SEC006", .sameFile),
    .init("RUN001", "CFG012", .sameKey),
    .init("RUN001", "CFG013", .sameKey),
    .init("PY005", "PY015", .sameFile),
    .init("PY010", "PY015", .sameFile),
    .init("WGT011", "SEC006", .always),
    .init("WGT013", "RUN003", .always),
    .init("WGT013", "RUN006", .always),
    .init("WGT014", "RUN006", .always),
    .init("RUN003", "RUN006", .always),
    .init("INT001", "INT002", .sameProblem),
    .init("INT003", "RUN002", .always),
    .init("SEC005", "TOK008", .sameKey),
    .init("TOK008", "TOK007", .sameKey),
  ]
}

extension VerifyReport {
  /// Notes which findings follow from others, in time linear in their number.
  mutating func noteCauses() {
    if otherLayout != nil { return noteLayout() }
    var keys: [String: [String: Severity]] = [:]
    var files: [String: [String: Severity]] = [:]
    var problems: [String: [String: Severity]] = [:]
    var strongest: [String: Severity] = [:]
    for finding in findings {
      let severity = finding.severity
      strongest[finding.rule] = max(strongest[finding.rule] ?? severity, severity)
      files[finding.rule, default: [:]][finding.place.file, default: severity].raise(to: severity)
      problems[finding.rule, default: [:]][finding.problem, default: severity].raise(to: severity)
      guard let key = finding.key else { continue }
      keys[finding.rule, default: [:]][key, default: severity].raise(to: severity)
    }
    for index in findings.indices {
      let finding = findings[index]
      let cause = RuleConsequence.byEffect[finding.rule]?.first { consequence in
        let severity: Severity? =
          switch consequence.condition {
          case .always: strongest[consequence.cause]
          case .sameKey: finding.key.flatMap { keys[consequence.cause]?[$0] }
          case .sameProblem: problems[consequence.cause]?[finding.problem]
          case .sameFile: files[consequence.cause]?[finding.place.file]
          case .namesFile:
            // Few files are missing; of many, the first ones are enough.
            files[consequence.cause]?.prefix(20).first { finding.problem.contains($0.key) }?.value
          }
        // A lighter finding must not hide a heavier one.
        return severity.map { $0 >= finding.severity } ?? false
      }
      findings[index].cause = cause?.cause
    }
  }

  /// Of a model in another layout, all follows from that; but a secret is one in every layout.
  private mutating func noteLayout() {
    guard let first = findings.firstIndex(where: { $0.rule == OtherLayout.rule }) else { return }
    for index in findings.indices where index != first && findings[index].rule != Rule.sec003.id {
      findings[index].cause = OtherLayout.rule
    }
  }
}

extension Finding {
  /// The key that it is about: the one that an object lacks, else the last one of the path.
  fileprivate var key: String? {
    if place.jsonPath == "$", problem.hasSuffix(" is missing") {
      return String(problem.dropLast(" is missing".count).filter { $0 != "\"" && $0 != "`" })
    }
    return place.jsonPath?.split(separator: ".").last.map { String($0.prefix { $0 != "[" }) }
  }
}

extension Severity {
  fileprivate mutating func raise(to other: Severity) { self = max(self, other) }
}

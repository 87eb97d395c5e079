/// Rules that did not come to a verdict for the same reason.
public struct ReportGap: Sendable {
  /// The reason.
  public let reason: String
  /// Ids of the rules, in the order of the catalogue.
  public let rules: [String]

  /// The rules that ended in one of these ways, by their reasons, in the order of the catalogue.
  static func gaps(_ outcomes: [RuleOutcome], _ statuses: Set<RuleOutcome.Status>) -> [ReportGap] {
    var order: [String] = []
    var rules: [String: [String]] = [:]
    for outcome in outcomes where statuses.contains(outcome.status) {
      let reason = outcome.reason ?? "no reason given"
      if rules[reason] == nil { order.append(reason) }
      rules[reason, default: []].append(outcome.rule)
    }
    return order.map { ReportGap(reason: $0, rules: rules[$0] ?? []) }
  }
}

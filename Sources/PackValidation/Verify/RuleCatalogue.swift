/// All rules.
public enum RuleCatalogue {
  private static let byName: [String: Rule] = {
    var rules: [String: Rule] = [:]
    for rule in Self.rules {
      rules[rule.id] = rule
      rules[rule.name] = rule
    }
    return rules
  }()

  /// The rule that an id or a name stands for, such as `CFG006` or `companions-disagree`; nil where there is none.
  public static func rule(_ name: String) -> Rule? { byName[name] }

  /// `CFG006 companions-disagree`, for an id.
  static func label(_ id: String) -> String { byName[id].map { "\(id) \($0.name)" } ?? id }
}

/// All rules, in the order in which their findings are reported.
public enum RuleCatalogue {
  /// The rules.
  public static let rules: [Rule] = [
    .lay001, .lay002, .lay003, .lay008,
    .cfg001, .cfg002, .cfg003, .cfg004, .cfg005, .cfg006, .cfg007, .cfg008, .cfg010, .cfg011, .cfg013,
    .cfg014,
    .py001, .py002, .py003, .py004, .py005, .py006, .py007, .py008, .py009, .py010, .py011, .py012,
    .wgt001, .wgt002, .wgt003, .wgt004, .wgt005, .wgt006, .wgt007, .wgt008, .wgt009, .wgt011, .wgt012,
    .wgt013,
    .wgt016,
    .tok001, .tok002, .tok003, .tok005, .tok007,
    .card001,
    .run001, .run003, .run004, .run006,
  ]

  /// The rule of an id.
  public static func rule(_ id: String) -> Rule? { rules.first { $0.id == id } }
}

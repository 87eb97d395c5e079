// Written by Tools/generate/rule_catalogue.py from the files under Areas.

extension RuleCatalogue {
  /// The rules, in the order in which their findings are reported.
  public static let rules: [Rule] = [
    .lay001, .lay002, .lay003, .lay004, .lay005, .lay006, .lay007, .lay008, .lay009,
    .cfg001, .cfg002, .cfg003, .cfg004, .cfg005, .cfg006, .cfg007, .cfg008, .cfg009, .cfg010, .cfg011,
    .cfg012, .cfg013, .cfg014, .cfg015, .cfg016, .cfg017,
    .py001, .py002, .py003, .py004, .py005, .py006, .py007, .py008, .py009, .py010, .py011, .py012,
    .py013, .py014, .py015,
    .wgt001, .wgt002, .wgt003, .wgt004, .wgt005, .wgt006, .wgt007, .wgt008, .wgt009, .wgt010, .wgt011,
    .wgt012, .wgt013, .wgt014, .wgt015, .wgt016, .wgt017,
    .onx001, .onx002, .onx003,
    .sec001, .sec002, .sec003, .sec004, .sec005, .sec006,
    .tok001, .tok002, .tok003, .tok004, .tok005, .tok006, .tok007, .tok008, .tok009,
    .card001, .card002, .card003, .card004, .card005, .card006, .card007, .card008, .card009,
    .run001, .run002, .run003, .run004, .run005, .run006, .run007, .run008, .run009, .run010,
    .int001, .int002, .int003,
  ]
}

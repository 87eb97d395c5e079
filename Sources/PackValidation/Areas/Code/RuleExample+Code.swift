import ModelDir

extension RuleExample {
  /// A package whose modelling file has more code than the rule allows.
  ///
  /// - Parameters:
  ///   - name: what is wrong, in a few words.
  ///   - code: what is added.
  ///   - warns: ids of rules whose warnings follow from it; PY012 has one for any change.
  static func badCode(
    _ name: String, _ code: String, causes: Set<String> = [], warns: Set<String> = ["PY012"]
  ) -> RuleExample {
    .bad(name, causes: causes, warns: warns) { try $0.addCode(code) }
  }

  /// A package whose modelling file has more code, which the rule accepts.
  static func goodCode(_ name: String, _ code: String, warns: Set<String> = ["PY012"]) -> RuleExample {
    .good(name, warns: warns) { try $0.addCode(code) }
  }
}

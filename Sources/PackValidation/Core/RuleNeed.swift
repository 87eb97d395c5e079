/// What a rule looks at; a package without it gives the rule nothing to judge.
public enum RuleNeed: String, Sendable, Hashable, CaseIterable {
  /// Names, kinds and sizes of the files.
  case layout
  /// The configurations.
  case json
  /// The weights.
  case tensors
  /// `tokenizer.json` and its configuration.
  case tokenizer
  /// The Python files.
  case code
  /// `README.md`.
  case card
  /// A model that runs.
  case model
  /// What a Python interpreter says, where one was named: such rules run last.
  case interpreter
}

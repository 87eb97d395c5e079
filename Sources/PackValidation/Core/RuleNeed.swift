/// What a rule reads; it does not apply to a package without it.
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

  /// What it is called in a sentence.
  var title: String {
    switch self {
    case .layout: "file names and sizes"
    case .json: "configuration files"
    case .tensors: "weights"
    case .tokenizer: "tokenizer"
    case .code: "Python code"
    case .card: "model card"
    case .model: "a run of the model"
    case .interpreter: "a run in Python"
    }
  }
}

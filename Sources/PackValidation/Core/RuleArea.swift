/// A part of a package that rules are about; each is a folder of rules.
package enum RuleArea: String, Sendable, CaseIterable {
  case layout = "LAY"
  case config = "CFG"
  case code = "PY"
  case weights = "WGT"
  case graph = "ONX"
  case security = "SEC"
  case tokenizer = "TOK"
  case card = "CARD"
  case run = "RUN"
  case integrity = "INT"

  /// The letters that the ids of its rules begin with.
  package var letters: String { rawValue }

  /// The heading of its rules in the documentation.
  package var heading: String {
    switch self {
    case .layout: "Layout"
    case .config: "Configuration"
    case .code: "Code"
    case .weights: "Weights"
    case .graph: "ONNX graphs"
    case .security: "Security"
    case .tokenizer: "Tokenizer"
    case .card: "Model card"
    case .run: "Running the model"
    case .integrity: "Integrity"
    }
  }
}

extension Rule {
  /// The area that its id names.
  package var area: RuleArea? { RuleArea(rawValue: String(id.prefix { $0.isLetter })) }
}

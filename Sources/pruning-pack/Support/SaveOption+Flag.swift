import ModelDir
import PackFiles

extension SaveOption {
  /// The flag that stands for the option on the command line.
  var flag: String {
    switch self {
    case .pruningHead: "--pruning-head"
    case .keepLabels: "--keep-label"
    case .output: "--output"
    case .name: "--name"
    case .baseModel: "--base-model"
    case .license: "--license"
    case .licenseName: "--license-name"
    case .licenseLink: "--license-link"
    case .languages: "--language"
    case .datasets: "--dataset"
    case .card: "--card"
    case .maximumLength: "--max-length"
    case .threshold: "--threshold"
    case .hiddenStateSource: "--hidden-state-source"
    case .usesTokenTypeIDs: "--token-type-ids"
    case .activation: "--activation"
    case .dtype: "--dtype"
    case .reference: "--reference"
    case .replacesOutput: "--force"
    case .accept: "--no-verify"
    }
  }
}

extension SaveText {
  /// The text as the command line says it.
  var commandText: String { spelled(\.flag) }
}

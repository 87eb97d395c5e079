import ModelDir
import PackEncoders
import PackFiles
import PackValidation

extension DirectoryInspection {
  /// The inspection as text for a person.
  var text: String {
    var text = "\(path.visible)\n"
    if let layout {
      text += "\n  layout: \("\(layout.sentence)".visible)\n"
      if !layout.isOwnFormat && refusal == nil { text += "    \("\(layout.advice)".visible)\n" }
    }
    if let release {
      text += "\n  sizes: those of \(release.names.joined(separator: " and ")) (\(release.sizes))\n"
    }
    if let refusal {
      text += "\n  not supported: \(refusal.problem.visible)\n"
      if let expected = refusal.expected { text += "    expected \(expected.visible)\n" }
      if let found = refusal.found { text += "    found \(found.visible)\n" }
    }
    if let config {
      text += "\n  package, mode \(config.mode.rawValue)\n"
      text += "    base model           \((config.baseModel ?? "unknown").visible)\n"
      text += "    max_length           \(config.maximumLength)\n"
      text += "    hidden_state_source  \(config.hiddenStateSource.rawValue)\n"
      text += "    token types          \(config.usesTokenTypeIDs ? "used" : "ignored")\n"
      if config.mode == .rerankingPruning {
        text += "    ranking_activation   \(config.activation.rawValue), \(config.labels.count) label(s)\n"
      }
      text += "    pruning_threshold    \(config.threshold)\n"
    }
    for (file, type) in modelTypes { text += "\n  \(file.visible): model_type \(type.visible)" }
    if !modelTypes.isEmpty { text += "\n" }
    if files.count > 1 {
      text += "\n  files\n"
      for (file, size) in files { text += "    \(padded(size)) \(file.visible)\n" }
    }
    for checkpoint in checkpoints { text += checkpoint.text }
    return text
  }

  private func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: " ", count: max(0, 12 - digits.count)) + digits
  }
}

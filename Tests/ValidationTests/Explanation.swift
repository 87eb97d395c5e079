import PackFiles
import PackValidation

/// Whether what a finding advises can be done by a reader who sees nothing else.
enum Explanation {
  /// Whether a finding's advice says what to change: it has the file, the key, the command, or what to write.
  static func isConcrete(_ advice: String, for finding: Finding) -> Bool {
    if advice.contains("`") || advice.contains("pruning-pack ") { return true }
    let keys = (finding.place.jsonPath ?? "").split { ".[]$".contains($0) }.map(String.init)
    return ([lastPathComponent(finding.place.file)] + keys).contains {
      $0.utf8.count > 2 && advice.contains($0)
    }
  }
}

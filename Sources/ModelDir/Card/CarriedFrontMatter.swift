import PackFiles
import PackYAML

/// What of the front matter of a source's card is true of the package too, and goes into its card as it stands.
struct CarriedFrontMatter {
  /// The keys with their lines.
  private(set) var entries: [FrontMatterLines.Entry] = []
  /// The source's own tags.
  private(set) var tags: [String] = []
  /// Keys that are left out though they might be true, for want of a way to keep their values.
  private(set) var leftOut: [String] = []

  /// Keys that the template writes itself.
  static let written = [
    "library_name", "pipeline_tag", "tags", "license", "license_name", "license_link", "language",
    "base_model",
    "datasets",
  ]
  /// Keys that would be wrong in the package's card: what the source is to its base model, what has followed it, what
  /// the Hub's client makes of its name, and results in a form that the client refuses.
  private static let untrue = ["base_model_relation", "new_version", "model_name", "eval_results"]

  /// Nothing.
  init() {}

  /// - Parameter source: the source's front matter.
  init(_ source: FrontMatterLines) {
    if case .sequence(let values)? = source.value["tags"] {
      tags = values.compactMap(\.string)
    } else if let tag = source.value["tags"]?.string {
      tags = [tag]
    }
    let skipped = Set(Self.written + Self.untrue)
    leftOut = source.inseparableKeys.filter { !skipped.contains($0) }
    for entry in source.entries where !skipped.contains(entry.key) {
      let alone = FrontMatter(value: .mapping([.init(key: entry.key, kind: .string, value: entry.value)]))
      if alone.clientFaults.isEmpty, CardText(entry.text).doubtfulWords.isEmpty {
        entries.append(entry)
      } else {
        leftOut.append(entry.key)
      }
    }
  }

  /// What is to be said about it; nil for nothing.
  var decision: SaveText? {
    guard !leftOut.isEmpty else { return nil }
    let shown =
      leftOut.prefix(5).map { $0.visible }.joined(separator: ", ") + (leftOut.count > 5 ? ", ..." : "")
    return "not taken from the source's card: \(shown)"
  }
}

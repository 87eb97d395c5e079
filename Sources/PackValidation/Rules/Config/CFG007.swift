import PackFiles
import PackJSON
import ModelDir

extension Rule {
  static let cfg007 = Rule(
    "CFG007", .error, needs: [.json],
    title: "no local path in any *name_or_path",
    why: """
      transformers writes the path that a model was loaded from into its configuration. On another machine it leads \
      nowhere, or to something else, and it tells the world how its maker's disk is laid out.
      """,
    fix: "Write the Hub id of the base model, `owner/name`, or null under the *name_or_path that is named."
  ) { context throws(RuleSkip) in
    var checked = false
    for (_, document) in context.package.json.sorted(by: { $0.key < $1.key }) {
      guard case .success(let document) = document, document.root.kind == .object else { continue }
      checked = true
      // A tokenizer's vocabulary has keys of every kind, none of which is a setting.
      guard lastPathComponent(document.name) != PackageLayout.tokenizer else { continue }
      for (_, value) in LocalPathScan.paths(in: document.root) {
        context.report(
          at: value.place, "local path", expected: "a Hub id or null",
          found: (try? value.string())?.quotedForMessage)
      }
    }
    guard checked else { throw .prerequisiteFailed("no JSON file can be read") }
  }
}

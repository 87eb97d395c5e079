import Files
import JSON
import ModelDir

extension Rule {
  static let cfg007 = Rule(
    "CFG007", .error, needs: [.json],
    title: "no local path in any *name_or_path",
    why: """
      transformers writes the path that a model was loaded from into its configuration. On another machine it leads \
      nowhere, or to something else, and it tells the world how its maker's disk is laid out.
      """,
    fix: "Write the Hub id of the base model, or null."
  ) { context throws(RuleSkip) in
    var checked = false
    for (_, document) in context.package.json.sorted(by: { $0.key < $1.key }) {
      guard case .success(let document) = document, document.root.kind == .object else { continue }
      checked = true
      // A tokenizer's vocabulary has keys of every kind, none of which is a setting.
      guard lastPathComponent(document.name) != PackageLayout.tokenizer else { continue }
      look(into: document.root, context)
    }
    guard checked else { throw .prerequisiteFailed("no JSON file can be read") }
  }

  private static func look(into node: JSONNode, _ context: RuleContext) {
    guard let members = try? node.members() else { return }
    for member in members {
      if member.value.kind == .object { look(into: member.value, context) }
      guard member.key.hasSuffix("name_or_path"), let value = try? member.value.string() else { continue }
      // transformers writes an empty `_name_or_path` for a model that came from nowhere.
      if !value.isEmpty && isLocalPath(value) {
        context.report(
          at: member.value.place, "local path", expected: "a Hub id or null", found: value.quotedForMessage)
      }
    }
  }
}

import PackFiles
import PackJSON

/// The values of a JSON file by their paths; null is what no value is.
struct ConfigValues {
  /// A value as it is compared, and whether anybody sees it.
  struct Value {
    /// The value as JSON.
    let text: String
    /// Whether it says who wrote the file and how it was read, and nothing that an encoder, or the encoding of a text, depends on.
    let isUnseen: Bool
  }

  /// The values, by paths such as `$.hidden_size`.
  private(set) var values: [ExactText: Value] = [:]

  /// Keys of values that nobody sees.
  private static let unseen: Set<String> = [
    "transformers_version", "_name_or_path", "backend", "is_local", "local_files_only", "use_cache",
    "clean_up_tokenization_spaces",
  ]

  /// Keys under another name in another version of transformers.
  private static let aliases = ["dtype": "torch_dtype"]

  /// Objects whose keys are names that somebody has given, and no settings.
  private static let labelMaps: Set<String> = ["id2label", "label2id"]

  /// Reads the values below a node.
  init(_ root: JSONNode) { add(root, "$", isUnseen: false, isNamed: false) }

  private mutating func add(_ node: JSONNode, _ path: String, isUnseen: Bool, isNamed: Bool) {
    let text: String
    switch node.kind {
    case .null: return
    case .object:
      guard let members = try? node.members() else { return }
      var isEmpty = true
      for member in members {
        isEmpty = false
        let alias = isNamed ? nil : Self.aliases[member.key]
        add(
          member.value, path + (alias.map { ".\($0)" } ?? member.pathStep),
          isUnseen: !isNamed && Self.unseen.contains(member.key), isNamed: Self.labelMaps.contains(member.key)
        )
      }
      guard isEmpty else { return }
      text = "{}"
    case .number: text = Double(node.lexeme).map { JSONValue.double($0).text(.line) } ?? node.lexeme
    default: text = JSONValue(node).text(.line)
    }
    values[ExactText(path)] = Value(text: text, isUnseen: isUnseen)
  }

  /// The value at a path, as JSON.
  subscript(path: ExactText) -> String? { values[path]?.text }

  /// Whether nobody sees the value at a path.
  func isUnseen(_ path: ExactText) -> Bool { values[path]?.isUnseen ?? false }
}

import ModelDir
import PackJSON

/// Values below `*name_or_path` keys that are places on somebody's disk.
enum LocalPathScan {
  /// A value, and the key that it belongs to.
  typealias Found = (key: String, value: JSONNode)

  /// All of them below a value, in the order of the text.
  static func paths(in node: JSONNode) -> [Found] {
    var found: [Found] = []
    collect(node, key: nil, into: &found)
    return found
  }

  private static func collect(_ node: JSONNode, key: String?, into found: inout [Found]) {
    if let members = try? node.members() {
      for member in members { collect(member.value, key: member.key, into: &found) }
    } else if let elements = try? node.elements() {
      for element in elements { collect(element, key: key, into: &found) }
    } else if let key, key.hasSuffix("name_or_path"), let text = try? node.string() {
      // transformers writes an empty `_name_or_path` for a model that came from nowhere.
      if !text.isEmpty && isLocalPath(text) { found.append((key, node)) }
    }
  }
}

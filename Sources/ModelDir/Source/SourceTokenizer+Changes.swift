import PackFiles
import PackJSON

extension SourceTokenizer {
  /// The tokenizer with `Lowercase` before its own normalizer, unless that has it, as sentence-transformers puts it there.
  func lowercased() throws -> SourceTokenizer {
    let own = changes["normalizer"] ?? document.root["normalizer"].map { JSONValue($0) } ?? .null
    let steps: [JSONValue]
    switch own {
    case .null: steps = []
    case .object(let object):
      if object["type"] == .string("Sequence"), case .array(let inner)? = object["normalizers"] {
        steps = inner
      } else {
        steps = [own]
      }
    default: steps = [own]
    }
    let lower = JSONValue.object(["type": .string("Lowercase")])
    guard !steps.contains(lower) else { return self }
    var copy = self
    copy.changes["normalizer"] = .object([
      "type": .string("Sequence"), "normalizers": .array([lower] + steps),
    ])
    copy.notes.append("tokenizer.json: normalizer rewritten for do_lower_case of the CrossEncoder")
    return copy
  }

  /// Whether a space is put before a text, where the pre-tokenizer says so itself: transformers 4 makes it anew with
  /// `add_prefix_space` of tokenizer_config.json, and takes false where that is absent.
  var addsPrefixSpace: JSONValue? {
    let own = changes["pre_tokenizer"] ?? document.root["pre_tokenizer"].map { JSONValue($0) }
    guard case .object(let object)? = own, object["type"] == .string("ByteLevel") else { return nil }
    return object["add_prefix_space"] ?? .bool(true)
  }

  /// Writes tokenizer.json: the source's own bytes, but for what is changed.
  func write(to path: String) throws {
    guard !changes.members.isEmpty else { return try copyFile(self.path, to: path) }
    try writeFile(path, changedDocument().bytes)
  }

  /// tokenizer.json as the package has it.
  func changedDocument() throws -> JSONDocument {
    var text = document
    func replace(_ key: String, in object: JSONNode, with value: JSONValue) throws {
      let bytes =
        try object[key].map { text.replacing($0, with: value) } ?? text.adding(key, value, to: object)
      text = try JSONDocument(bytes: bytes, name: document.name)
    }
    for change in changes.members {
      if change.key == "model", case .object(let options) = change.value {
        for option in options.members {
          try replace(option.key, in: try text.root.required("model"), with: option.value)
        }
      } else {
        try replace(change.key, in: text.root, with: change.value)
      }
    }
    return text
  }
}

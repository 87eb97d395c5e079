import ModelDir
import PackEncoders
import PackFiles
import PackJSON

extension DiffSides {
  /// JSON files that are no settings.
  private static let others = [PackageLayout.tokenizer, PackageLayout.referenceOutputs]

  /// Keys that say who wrote a file and how it was read, and nothing that an encoder, or the encoding of a text, depends on.
  private static let unseen: Set<String> = [
    "transformers_version", "_name_or_path", "backend", "is_local", "local_files_only", "use_cache",
    "clean_up_tokenization_spaces",
  ]

  /// Keys under another name in another version of transformers.
  private static let aliases = ["dtype": "torch_dtype"]

  /// Files that repeat what tokenizer.json has; one version of transformers writes them, another does not.
  static let repeated: Set<String> = [
    "special_tokens_map.json", "added_tokens.json", "vocab.json", "vocab.txt", "merges.txt",
  ]

  /// Whether a path is one of the settings' files.
  static func isSettings(_ path: String) -> Bool {
    let name = lastPathComponent(path)
    return name.hasSuffix(".json") && !others.contains(name) && !name.hasSuffix(".index.json")
      && !repeated.contains(name)
  }

  /// What the configurations say.
  func settings() throws -> DiffSection {
    var entries: [DiffEntry] = []
    var count = 0
    for path in paths(where: Self.isSettings) {
      guard let before = old.documents[path], let after = new.documents[path] else {
        if !isSame(path) {
          let change: DiffEntry.Change =
            old.digests[path] == nil ? .new : new.digests[path] == nil ? .gone : .changed
          entries.append(DiffEntry(path, change))
        }
        continue
      }
      let (values, others) = (flat(before.root), flat(after.root))
      let keys = Set(values.keys).union(others.keys)
      let implied = try implied(before.root, after.root)
      count += keys.count
      for key in keys.sorted() {
        let last = key.split(separator: ".").last.map(String.init) ?? key
        // transformers 4 repeats there what tokenizer.json has, and 5 does not.
        let isRepeated =
          key.hasPrefix("$.added_tokens_decoder.") && (values[key] == nil || others[key] == nil)
        let isImplied = implied.contains(key) && (values[key] == nil || others[key] == nil)
        let isUnseen = Self.unseen.contains(last) || isRepeated || isImplied
        if let entry = DiffEntry(
          "\(path), \(key)", old: values[key], new: others[key], isVisible: !isUnseen)
        {
          entries.append(entry)
        }
      }
      if values == others, !isSame(path) { entries.append(DiffEntry(path, .changed, isVisible: false)) }
    }
    return DiffSection(name: "settings", summary: "\(count) values compared", entries: entries)
  }

  /// Paths of keys that say the same in both of two encoders' configurations, whether or not a configuration has them: every
  /// version of transformers leaves out another version's.
  private func implied(_ before: JSONNode, _ after: JSONNode) throws -> Set<String> {
    func meaning(_ config: JSONNode) throws -> [String: String] {
      // None where the versions build two models of it, or where it is no encoder's.
      let dialects: EncoderDialects
      do {
        if try Encoder.keyOfVersion5(config: config) != nil { return [:] }
        dialects = try EncoderDialects(config: config)
      } catch { return [:] }
      let text = JSONValue.object(dialects.keys).text(.line)
      return flat(try JSONDocument(bytes: Array(text.utf8), name: config.document.name).root)
    }
    let (old, new) = (try meaning(before), try meaning(after))
    return Set(old.filter { new[$0.key] == $0.value }.keys)
  }

  /// The values of an object by their paths; null is what no value is.
  private func flat(_ root: JSONNode) -> [String: String] {
    var values: [String: String] = [:]
    func add(_ node: JSONNode, _ path: String) {
      switch node.kind {
      case .null: return
      case .object:
        guard let members = try? node.members() else { return }
        for member in members { add(member.value, "\(path).\(Self.aliases[member.key] ?? member.key)") }
      case .number:
        values[path] = Double(node.lexeme).map { JSONValue.double($0).text(.line) } ?? node.lexeme
      default: values[path] = JSONValue(node).text(.line)
      }
    }
    add(root, "$")
    return values
  }
}

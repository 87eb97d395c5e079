import ModelDir
import PackFiles
import PackJSON

extension DiffSides {
  /// JSON files that are no settings.
  private static let others = [PackageLayout.tokenizer, PackageLayout.referenceOutputs]

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
      let (values, others) = (ConfigValues(before.root), ConfigValues(after.root))
      var implied: (old: ImpliedValues, new: ImpliedValues)?
      if Self.isOfSubModel(path) {
        implied = (try ImpliedValues(before.root), try ImpliedValues(after.root))
      }
      let keys = Set(values.values.keys).union(others.values.keys)
      count += keys.count
      let known = entries.count
      for key in keys.sorted() {
        let (value, other) = (values[key], others[key])
        let isOneSided = value == nil || other == nil
        // transformers 4 repeats there what tokenizer.json has, and 5 does not.
        let isRepeated = isOneSided && key.text.utf8.starts(with: "$.added_tokens_decoder.".utf8)
        let isImplied =
          if isOneSided, let implied, let text = value ?? other {
            value != nil
              ? ImpliedValues.isImplied(key, text, in: implied.old, other: implied.new)
              : ImpliedValues.isImplied(key, text, in: implied.new, other: implied.old)
          } else {
            false
          }
        // transformers 4 writes that a tokenizer has no tokens of its own, and 5 leaves it out.
        let isNone =
          isOneSided && key.text == "$.extra_special_tokens" && ["{}", "[]"].contains(value ?? other)
        let isOfClass =
          isOneSided && lastPathComponent(path) == PackageLayout.tokenizerConfig
          && Self.isDefaultOfClass(key, value ?? other, beside: value == nil ? others : values)
        let isUnseen =
          isNone || isOfClass || values.isUnseen(key) || others.isUnseen(key) || isRepeated || isImplied
        if let entry = DiffEntry("\(path), \(key.text)", old: value, new: other, isVisible: !isUnseen) {
          entries.append(entry)
        }
      }
      if entries.count == known, !isSame(path) { entries.append(DiffEntry(path, .changed, isVisible: false)) }
    }
    return DiffSection(name: "settings", summary: "\(count) values compared", entries: entries)
  }

  /// Whether a setting of a tokenizer says what its class takes without it: transformers 5 writes these out.
  private static func isDefaultOfClass(_ key: ExactText, _ text: String?, beside values: ConfigValues) -> Bool
  {
    let standards = [
      "$.do_lower_case": "true", "$.tokenize_chinese_chars": "true", "$.strip_accents": "null",
      "$.add_prefix_space": "false", "$.trim_offsets": "true",
    ]
    if let standard = standards[key.text], standard == text { return true }
    guard let twin = ["$.bos_token": "$.cls_token", "$.eos_token": "$.sep_token"][key.text] else {
      return false
    }
    return text != nil && values[ExactText(twin)] == text
  }

  private static func isOfSubModel(_ path: String) -> Bool {
    PackageMode.allCases.contains { path == "\($0.subModelDirectory)/\(PackageLayout.config)" }
  }
}

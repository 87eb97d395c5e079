import ModelDir
package import PackJSON

/// Changes of both tokenizers alike.
extension ExamplePackage {
  /// Changes both tokenizer_config.json.
  package func editTokenizerConfigs(_ change: (inout JSONObject) throws -> Void) throws {
    for name in tokenizerConfigs { try edit(name, change) }
  }

  /// Sets a key of both tokenizer_config.json, or takes it out.
  package func setTokenizer(_ key: String, to value: JSONValue?) throws {
    try set(key, to: value, in: tokenizerConfigs)
  }

  /// Names the class that takes tokenizer.json as it is: of a changed file, a family's class makes another tokenizer, which is
  /// TOK008's to report.
  package func nameGeneralClass() throws {
    try setTokenizer("tokenizer_class", to: .string(PackageLayout.tokenizerClass))
  }

  /// Sets what lies below a member of both tokenizer.json, which both versions take as it is.
  package func setPart(_ member: String, _ path: [String], to value: JSONValue) throws {
    func set(_ path: ArraySlice<String>, in node: JSONValue) -> JSONValue {
      guard let key = path.first else { return value }
      guard case .object(var object) = node else { return node }
      object[key] = set(path.dropFirst(), in: object[key] ?? .null)
      return .object(object)
    }
    for name in tokenizers {
      try edit(name) { root in root[member] = set(path[...], in: root[member] ?? .null) }
    }
    try nameGeneralClass()
  }

  /// Adds a token to both tokenizer.json.
  package func addToken(_ content: String, id: Int) throws {
    for name in tokenizers {
      try edit(name) { root in
        guard case .array(var tokens)? = root["added_tokens"] else { return }
        tokens.append(
          .object([
            "id": .int(id), "content": .string(content), "special": .bool(false), "single_word": .bool(false),
            "lstrip": .bool(false), "rstrip": .bool(false), "normalized": .bool(false),
          ]))
        root["added_tokens"] = .array(tokens)
      }
    }
  }
}

extension JSONValue {
  /// A special token as `save_pretrained` of transformers 4 writes it.
  package static func addedToken(_ content: String) -> JSONValue {
    .object([
      "__type": .string("AddedToken"), "content": .string(content), "lstrip": .bool(false),
      "special": .bool(true),
    ])
  }
}

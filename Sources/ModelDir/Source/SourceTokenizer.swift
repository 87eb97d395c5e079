import PackFiles
import PackJSON
import PackTokenizers

/// The tokenizer of a source, and the settings with which transformers 4 and 5 give tokenizer.json's ids.
struct SourceTokenizer {
  /// The path of tokenizer.json.
  let path: String
  /// Members of tokenizer.json that the package has otherwise; of `model` only the options that differ.
  var changes: JSONObject = [:]
  /// What was changed, and why.
  var notes: [SaveText] = []
  /// Whether the source's tokenizer returns token_type_ids in the version that wrote it; nil where that is not known.
  var givesTokenTypeIDs: Bool?
  /// `tokenizer_config.json` of the source, where there is one.
  let config: JSONNode?
  let specialTokensMap: JSONNode?
  let addedTokens: JSONNode?
  let document: JSONDocument

  /// Settings that are taken over. What is left out belongs to another class (`do_lower_case`), to a machine
  /// (`name_or_path`) or to one version only (`backend`), repeats tokenizer.json (`added_tokens_decoder`), or would make
  /// transformers give other tokens than the file (`split_special_tokens`, a left `truncation_side`).
  private static let carriedKeys = ["clean_up_tokenization_spaces"]

  /// The special tokens by their roles, as transformers 4 writes them.
  static let specialTokensName = "special_tokens_map.json"

  private static let specialTokens = [
    "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token",
  ]

  /// What BERT and RoBERTa, and nearly everyone after them, call their special tokens.
  private static let usualTokens = [
    ("unk_token", ["[UNK]", "<unk>"]), ("sep_token", ["[SEP]", "</s>"]), ("pad_token", ["[PAD]", "<pad>"]),
    ("cls_token", ["[CLS]", "<s>"]), ("mask_token", ["[MASK]", "<mask>"]),
  ]

  /// A number that transformers writes for "no limit" is larger than any real one.
  private static let noLimit = 1e15

  /// Opens a directory's tokenizer.
  ///
  /// - Parameter fallback: where to look when the directory has none.
  init(directory: String, else fallback: String? = nil) throws {
    let directory =
      [directory, fallback].compactMap { $0 }
      .first { fileKind(joinPath($0, PackageLayout.tokenizer)) != nil } ?? directory
    path = joinPath(directory, PackageLayout.tokenizer)
    guard fileKind(path) != nil else {
      throw ModelDirError(
        .missingTokenizer, at: Place(file: path), problem: "the source has no tokenizer.json",
        // Version 5 makes tokenizer.json of a class's code, and not of the vocabulary's own settings.
        expected: """
          the file that this line of Python writes with transformers 4, \
          `pip install 'transformers<5' sentencepiece protobuf`: \
          transformers.AutoTokenizer.from_pretrained(\(pythonString(directory)), use_fast=True)\
          .save_pretrained(\(pythonString(directory)))
          """)
    }
    document = try JSONDocument(readingFile: path)
    config = try Self.read(joinPath(directory, PackageLayout.tokenizerConfig))
    specialTokensMap = try Self.read(joinPath(directory, Self.specialTokensName))
    addedTokens = try Self.read(joinPath(directory, "added_tokens.json"))
  }

  /// Most tokens that the source's tokenizer gives, where it has a limit.
  func maximumLength() throws -> Int? {
    guard let limit = try config?.optionalDouble("model_max_length"), limit >= 1, limit < Self.noLimit else {
      return nil
    }
    return Int(limit)
  }

  /// Whether token_type_ids are among what the source's tokenizer returns: by its settings, else by its class; nil where
  /// neither says.
  func namesTokenTypeIDs() throws -> Bool? {
    guard let names = try config?.optional("model_input_names") else { return givesTokenTypeIDs }
    return try names.elements().contains { try $0.string() == "token_type_ids" }
  }

  /// The package's tokenizer_config.json, but for the class.
  ///
  /// - Parameters:
  ///   - maximumLength: what `model_max_length` is to be.
  ///   - usesTokenTypeIDs: whether the model is given token types.
  ///   - padTokenID: the sub-model's `pad_token_id`, where it has one.
  func settings(maximumLength: Int, usesTokenTypeIDs: Bool, padTokenID: Int?) throws -> JSONObject {
    var object = JSONObject()
    if let config {
      for key in Self.carriedKeys { object[key] = config[key].map { JSONValue($0) } }
    }
    for (key, content) in try roles() { object[key] = .string(content) }
    if object["pad_token"] == nil, let padTokenID,
      let token = try addedToken({ try $0.int("id") == padTokenID })
    {
      object["pad_token"] = .string(try token.string("content"))
    }
    let known = try knownTokens()
    let extra = try extraSpecialTokens().filter { token in
      known.contains { $0.utf8.elementsEqual(token.utf8) }
    }
    if !extra.isEmpty { object["additional_special_tokens"] = .array(extra.map { .string($0) }) }
    var inputs = ["input_ids", "attention_mask"]
    if usesTokenTypeIDs { inputs.insert("token_type_ids", at: 1) }
    object["add_prefix_space"] = addsPrefixSpace
    object["model_input_names"] = .array(inputs.map { .string($0) })
    object["model_max_length"] = .int(maximumLength)
    // A direction that is baked into tokenizer.json would win over transformers' own default.
    object["padding_side"] = .string("right")
    object["truncation_side"] = .string("right")
    return object
  }

  /// The text of special_tokens_map.json: the tokens by their roles, each as tokenizer.json has it.
  ///
  /// transformers needs none beside tokenizer_config.json; other loaders of plain checkpoints do.
  func specialTokensText() throws -> String {
    var map = JSONObject()
    let flags = ["content", "lstrip", "normalized", "rstrip", "single_word"]
    for (key, content) in try roles() {
      var token: JSONObject = [:]
      if let node = try addedToken({ try $0.string("content").utf8.elementsEqual(content.utf8) }) {
        for flag in flags { token[flag] = node[flag].map { JSONValue($0) } }
      }
      map[key] = token.members.isEmpty ? .string(content) : .object(token)
    }
    return JSONValue.object(map).text(.file)
  }

  /// The special tokens by their roles; where the source's settings name none at all, those that tokenizer.json has under
  /// their usual names.
  private func roles() throws -> [(key: String, content: String)] {
    let named = try Self.specialTokens.compactMap { key in try specialToken(key).map { (key, $0) } }
    guard named.isEmpty else { return named }
    let known = try knownTokens()
    return Self.usualTokens.compactMap { key, names in
      names.first { name in known.contains { $0.utf8.elementsEqual(name.utf8) } }.map { (key, $0) }
    }
  }

  /// A special token by the name of its role, as a string or as an object with its content.
  private func specialToken(_ key: String) throws -> String? {
    for source in [config, specialTokensMap] {
      guard let node = try source?.optional(key) else { continue }
      return try content(of: node)
    }
    return nil
  }

  /// Tokens without a role, under the key of transformers 4 or 5; only a list is read by both.
  private func extraSpecialTokens() throws -> [String] {
    for source in [config, specialTokensMap] {
      for key in ["additional_special_tokens", "extra_special_tokens"] {
        guard let node = try source?.optional(key), node.kind == .array else { continue }
        return try node.elements().map { try content(of: $0) }
      }
    }
    return []
  }

  private func content(of node: JSONNode) throws -> String {
    node.kind == .object ? try node.string("content") : try node.string()
  }

  /// The texts of the added tokens that the package's tokenizer.json has.
  private func knownTokens() throws -> [String] {
    guard case .array(let tokens)? = changes["added_tokens"] else {
      return try document.root.optional("added_tokens")?.elements().map { try $0.string("content") } ?? []
    }
    return tokens.compactMap { token in
      if case .object(let object) = token, case .string(let content)? = object["content"] {
        content
      } else {
        nil
      }
    }
  }

  private func addedToken(_ isWanted: (JSONNode) throws -> Bool) throws -> JSONNode? {
    try document.root.optional("added_tokens")?.elements().first(where: isWanted)
  }

  private static func read(_ path: String) throws -> JSONNode? {
    fileKind(path) == nil ? nil : try JSONDocument(readingFile: path).root
  }
}

import PackEncoders
import PackFiles
import PackJSON
import PackTokenizers

extension SavePlan {
  /// The text of tokenizer_config.json, and the class that it names.
  static func tokenizerConfig(
    _ source: SaveSource, maximumLength: Int, usesTokenTypeIDs: Bool, decisions: inout [SaveText]
  ) throws -> (text: String, className: String) {
    let (tokenizer, model) = (source.tokenizer, source.model.config)
    var settings = try tokenizer.settings(
      maximumLength: maximumLength, usesTokenTypeIDs: usesTokenTypeIDs,
      padTokenID: try model.optionalInt("pad_token_id"))
    let choice = try choice(tokenizer, settings, model)
    if let choice {
      for setting in choice.settings.members { settings[setting.key] = setting.value }
      if let reason = choice.reason {
        decisions.append(
          """
          tokenizer_class \(choice.name): \(reason.description); code that puts special tokens around ids itself \
          (prepare_for_model of transformers 4, FlagEmbedding) gets none
          """)
      }
    }
    let name = choice?.name ?? PackageLayout.tokenizerClass
    settings["tokenizer_class"] = .string(name)
    return (JSONValue.object(settings).text(.file), name)
  }

  /// The class that makes of the files what tokenizer.json says, at the root, beside the encoder and in an export; nil where
  /// tokenizer.json cannot be read, which the gate reports.
  private static func choice(
    _ tokenizer: SourceTokenizer, _ settings: JSONObject, _ model: JSONNode
  ) throws -> ClassChoice? {
    let document = try tokenizer.changedDocument()
    guard let base = try? Tokenizer(document) else { return nil }
    func node(_ value: JSONObject, _ name: String) throws -> JSONNode {
      try JSONDocument(bytes: Array(JSONValue.object(value).text(.file).utf8), name: name).root
    }
    var root = TokenizerSettings(
      tokenizer: document.root, config: try node(settings, PackageLayout.tokenizerConfig),
      model: try node(["model_type": .string(PackageLayout.modelType)], PackageLayout.config))
    let atRoot = root
    root.model = model
    let besideEncoder = root
    root.specialTokensMap = try JSONDocument(
      bytes: Array(tokenizer.specialTokensText().utf8), name: SourceTokenizer.specialTokensName
    ).root
    return ClassChoice(
      [atRoot, besideEncoder, root], family: try model.optionalString("model_type"),
      named: (try? tokenizer.config?.optionalString("tokenizer_class")).flatMap { $0 }, base: base)
  }
}

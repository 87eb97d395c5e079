import ModelDir
import PackEncoders
import PackJSON

extension Rule {
  /// Keys of the root's config.json by which the modelling file, or its base class, makes another model of the package.
  static func checkRoot(_ context: RuleContext) {
    let documents = context.package.documents
    guard let root = documents.node(PackageLayout.config) else { return }
    func report(_ value: JSONNode, _ key: String, _ effect: String, expected: String) {
      context.report(
        at: value.place, "\(key) \(effect)", expected: expected, found: value.messageText,
        advice: "Delete `\(key)` from \(root.document.name).")
    }
    if let value = root["is_encoder_decoder"], !value.isFalsy {
      report(value, "is_encoder_decoder", "is refused by transformers 5", expected: "false")
    }
    guard case .success(let encoder) = documents.encoderConfig else { return }
    let reader = ConsumedConfig.family(encoder.family.rawValue)
    if let value = root["_encoder_settings"] {
      let isHarmless = (try? value.members())?.allSatisfy { member in
        !ConsumedKeys.isParameter(member.key, in: reader) && !ConsumedKeys.hidesMember(member.key, in: reader)
      }
      if isHarmless != true {
        report(
          value, "_encoder_settings", "stands in the place of the modelling file's own",
          expected: "no such key")
      }
    }
    // The modelling file sets them in the encoder's configuration, where others look for them.
    for (key, aliases) in encoderSettings {
      guard let value = root[key] else { continue }
      let own = ([key] + aliases).lazy.compactMap { encoder.node[$0] }.first
      if let own, value.lexeme == own.lexeme, value.kind == own.kind { continue }
      report(
        value, key, "is set in the encoder, in place of the encoder's own",
        expected: own.map { "\($0.messageText), as in \(encoder.node.document.name), or no such key" }
          ?? "no such key")
    }
    if let value = root["layer_types"], !value.isNull,
      !MisleadingKey.isTypePerLayer(value, count: encoder.shape.layers)
    {
      report(value, "layer_types", "is refused by transformers 5", expected: "a type for each layer, or null")
    }
  }

  /// ENCODER_SETTINGS of the modelling file, with the names that DistilBERT has for them.
  private static let encoderSettings = [
    ("hidden_size", ["dim"]), ("num_attention_heads", ["n_heads"]), ("num_hidden_layers", ["n_layers"]),
    ("vocab_size", []),
  ]
}

import PackEncoders
import PackFiles
import PackTemplates

/// README.md of a package.
struct ModelCard {
  /// The model's name; the snippets load it under this name.
  let name: String
  /// The package's settings.
  let config: PackageConfig
  /// The Hub's id of the licence.
  let license: String?
  /// Name and place of a licence that the Hub has no id for.
  let licenseDetails: (name: String?, link: String?)
  /// What the license requires of the publisher.
  let licenseNotice: String?
  /// What of tokenizer.json is not the source's.
  var tokenizerNotice: String?
  /// Whether the source's card lies beside this one.
  let hasSourceCard: Bool
  /// ISO 639 codes.
  let languages: [String]
  /// Hub ids of what the model was trained on.
  let datasets: [String]
  /// The architecture.
  let family: EncoderFamily
  /// Elements of the sub-model's tensors.
  let parameterCount: Int
  /// Elements of the head's tensors.
  let headParameterCount: Int

  /// The text of a package's card.
  func text() throws(ModelDirError) -> String {
    try fill(CardTemplate.text, parameterCount: parameterCount + headParameterCount)
  }

  /// The text of the card of the ranking model alone.
  func rankingModelText() throws(ModelDirError) -> String {
    try fill(ExportCardTemplate.text, parameterCount: parameterCount)
  }

  private func fill(_ template: String, parameterCount: Int) throws(ModelDirError) -> String {
    // The front matter ends with the second line of dashes.
    let lines = template.split(separator: "\n", omittingEmptySubsequences: false)
    let end = lines.dropFirst().firstIndex(of: "---") ?? 0
    return try TemplateFiller(values: frontMatter).fill(lines[...end].joined(separator: "\n")) + "\n"
      + TemplateFiller(values: body(parameterCount)).fill(lines[(end + 1)...].joined(separator: "\n"))
  }

  /// Values as YAML.
  private var frontMatter: [String: String] {
    var values = [config.mode.rawValue: "yes"]
    values["license"] = license.map { yaml($0) }
    values["license_name"] = licenseDetails.name.map { yaml($0) }
    values["license_link"] = licenseDetails.link.map { yaml($0) }
    values["base_model"] = config.baseModel.map { yaml($0) }
    values["language"] = yaml(languages)
    values["datasets"] = yaml(datasets)
    return values
  }

  /// Values as text.
  private func body(_ parameterCount: Int) -> [String: String] {
    var values = [
      config.mode.rawValue: "yes",
      "title": oneLine(name),
      "model": oneLine(name),
      "package": oneLine(RepositoryName(name) == nil ? name : CardNames.scheme + name),
      "family": family.title,
      "parameters": groupedText(parameterCount),
      "dtype": config.torchDType,
      "max_length": String(config.maximumLength),
      "num_labels": String(config.labels.count),
      "ranking_activation": config.activation.rawValue,
      "pruning_threshold": String(config.threshold),
      "pruning_aggregation": config.aggregation.rawValue,
      "hidden_state_source": config.hiddenStateSource.rawValue,
      "token_type_ids": config.usesTokenTypeIDs ? "used" : "ignored",
    ]
    values[config.head.shape.isPlain ? "linear_head" : "other_head"] = headText
    values["base_model"] = config.baseModel.map { oneLine($0) }
    values["transformers"] =
      config.requiredTransformers.map { "`\(oneLine($0))`" } ?? "4.52 or newer (5 included)"
    values["requires_transformers"] = config.requiredTransformers.map { "`\(oneLine($0))`" }
    values["tokenizer_notice"] = tokenizerNotice.map { oneLine($0) }
    values["license_notice"] = licenseNotice.map { oneLine($0) }
    values["source_card"] = hasSourceCard ? PackageLayout.sourceCard : nil
    return values
  }

  /// What the head computes, in a cell of a table.
  private var headText: String {
    let layers =
      config.head.transform.map { "a dense layer, \($0.activation.rawValue), a norm and a linear layer" }
      ?? "a linear layer"
    guard let labels = config.head.labels else {
      return "\(layers) from each token's hidden state to the logits for prune and keep"
    }
    func list(_ names: [String]) -> String {
      names.map { "`\(oneLine($0).replacing("|", with: "/").replacing("`", with: "'"))`" }.joined(
        separator: ", ")
    }
    return """
      \(layers) from each token's hidden state to logits for \(list(labels.names)); a token's probability to be kept is \
      that of \(list(labels.kept))
      """
  }

  private func oneLine(_ text: String) -> String {
    String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
  }

  /// One scalar, or several in a sequence; nil for none.
  private func yaml(_ texts: [String]) -> String? {
    if texts.count < 2 { return texts.first.map { yaml($0) } }
    return "[" + texts.map { yaml($0) }.joined(separator: ", ") + "]"
  }

  /// A plain scalar where YAML cannot take it for anything else, else a quoted one.
  private func yaml(_ text: String) -> String {
    let isPlain =
      text.utf8.first?.isASCIILetter == true
      && text.utf8.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "-_./".utf8.contains($0) }
    let words = ["yes", "no", "true", "false", "on", "off", "null", "y", "n"]
    if isPlain && !words.contains(text.lowercased()) { return text }
    return "\"" + oneLine(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}

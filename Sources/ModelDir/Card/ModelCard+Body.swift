import PackEncoders
import PackFiles
import PackYAML

extension ModelCard {
  /// The values below the front matter.
  ///
  /// - Parameter parameterCount: how many parameters the card names.
  func body(_ parameterCount: Int) -> [String: String] {
    var values = [
      config.mode.rawValue: "yes",
      "title": Self.oneLine(name),
      "model": Self.oneLine(name),
      "package": Self.oneLine(RepositoryName(name) == nil ? name : CardNames.scheme + name),
      "auto_class": config.mode.autoClass,
      "query": CardExample.query,
      "short_passage": CardExample.short,
      "requirement": requirement,
      // Their numbers are not float32's.
      "float": config.torchDType == "float32" ? "" : ".float()  # the numbers below are float32's",
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
    values["base_model"] = config.baseModel.map { Self.oneLine($0) }
    values["base_model_link"] = config.baseModel.map { id in
      RepositoryName(id) == nil ? "`\(Self.oneLine(id))`" : "[\(id)](https://huggingface.co/\(id))"
    }
    values["training_data"] =
      datasets.isEmpty ? nil : datasets.map { "`\(Self.cell($0))`" }.joined(separator: ", ")
    values["transformers"] =
      config.requiredTransformers.map { "`\(Self.oneLine($0))`" } ?? "4.52 or newer (5 included)"
    values["requires_transformers"] = config.requiredTransformers.map { "`\(Self.oneLine($0))`" }
    values["general_tokenizer"] = config.tokenizerClass == PackageLayout.tokenizerClass ? "yes" : nil
    values["tokenizer_notice"] = tokenizerNotice.map { Self.oneLine($0) }
    values["license_notice"] = license.flatMap {
      LicenseTerms.forbidDerivatives($0) ? Self.oneLine(LicenseTerms.notice($0)) : nil
    }
    values["source_card"] = hasSourceCard ? PackageLayout.sourceCard : nil
    values["evaluation"] = ModelIndex.rows(evaluation)
    addScores(to: &values)
    addRecording(to: &values)
    addExample(to: &values)
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
      names.map { "`\(Self.cell($0))`" }.joined(separator: ", ")
    }
    return """
      \(layers) from each token's hidden state to logits for \(list(labels.names)); a token's probability to be kept is \
      that of \(list(labels.kept))
      """
  }

  /// What pip is told of transformers; a requirement that is none is not repeated.
  private var requirement: String {
    guard let text = config.requiredTransformers,
      text.utf8.allSatisfy({ $0.isASCIIDigit || "<>=!~.,".utf8.contains($0) }), !text.isEmpty
    else { return ">=4.52" }
    return text
  }

  private func addScores(to values: inout [String: String]) {
    guard config.mode == .rerankingPruning else { return }
    // With several labels and no activation, or CrossEncoder's own, each label has a score.
    values[config.labels.count == 1 ? "single_score" : "several_scores"] = "yes"
  }

  private func addRecording(to values: inout [String: String]) {
    guard let recording else { return }
    let versions = recording.versions
    values["recorded_versions"] = Self.cell(
      "torch \(versions.torch), transformers \(versions.transformers), tokenizers \(versions.tokenizers), "
        + "Python \(versions.python)")
    values["parity_origin"] =
      switch recording.origin {
      case .memory: "the model in memory, before it was saved,"
      case .source: "the checkpoint that was packed,"
      case .package: "this package"
      }
    values["parity"] = facts.largestDifference.flatMap { CardNumber.bound($0) }
  }

  /// A text in a cell of a table, or in any other line: nothing of it is markup of the table or of HTML.
  static func cell(_ text: String) -> String {
    oneLine(text).replacing("|", with: "\\|").replacing("<", with: "&lt;").replacing("`", with: "'")
  }
}

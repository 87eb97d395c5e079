import PackCheckpoints
import PackEncoders
import PackFiles
import PackJSON
import PackYAML

/// Everything about a package that is settled before its first byte is written.
struct SavePlan {
  let source: SaveSource
  let config: PackageConfig
  /// The type of the sub-model's weights.
  let dtype: DType
  /// The type of the head's weights; nil keeps them as they are.
  let headDType: DType?
  /// tokenizer_config.json, at the root and beside the encoder.
  let tokenizerConfigText: String
  let card: ModelCard
  /// The card that somebody has written in, in place of ``card``: its sections between marks are renewed.
  let handCard: [UInt8]?
  /// The source's own card, where it is taken over.
  let sourceCard: String?
  /// What the model computed before it was saved.
  let reference: ReferenceOutputs?
  /// What was decided for the user, and why.
  let decisions: [SaveText]

  /// Decides what the options and the source leave open.
  ///
  /// - Throws: ``ModelDirError``, ``PackCheckpoints/CheckpointError``, ``PackJSON/JSONError`` or ``PackFiles/FileError``.
  init(_ options: SaveOptions) throws {
    let source = try SaveSource(
      options.source, pruningHead: options.pruningHead, keepLabels: options.keepLabels)
    let (model, settings) = (source.model, source.settings)
    var decisions = settings.notes + model.notes + source.tokenizer.notes
    (dtype, headDType) = try Self.types(options, source)
    let labels = try model.labels()
    let ownCard = try Self.ownCard(options)
    let oldCard = ownCard == nil ? try Self.oldCard(options, source) : nil
    let sourceMatter =
      ownCard == nil ? try Self.frontMatter(of: source.root, decisions: &decisions) : nil
    let frontMatter =
      ownCard != nil
      ? ownCard?.frontMatter
      : Self.united(oldCard, sourceMatter?.frontMatter, options, decisions: &decisions)
    let usesTypes = try Self.usesTokenTypes(options, source)
    let baseModel = try Self.baseModel(options, source, frontMatter, decisions: &decisions)
    let license = Self.license(options, frontMatter, decisions: &decisions)
    let details = try Self.licenseDetails(options, license, frontMatter)
    Self.noteLicense(license, decisions: &decisions)
    let activation = try Self.activation(options, source, labels: labels)
    let maximumLength = try Self.maximumLength(options, source, decisions: &decisions)
    if let requirement = model.dialects.requirement {
      decisions.append(
        "requires transformers \(requirement): older versions cannot build the model's layers")
    }

    let tokenizerConfig = try Self.tokenizerConfig(
      source, maximumLength: maximumLength, usesTokenTypeIDs: usesTypes, decisions: &decisions)
    tokenizerConfigText = tokenizerConfig.text

    self.source = source
    config = PackageConfig(
      mode: model.mode, labels: labels, baseModel: baseModel, maximumLength: maximumLength,
      usablePositions: max(model.encoder.shape.usablePositions, maximumLength),
      head: try source.head.config(
        hiddenSize: model.encoder.shape.hiddenSize,
        subModelDropout: try? model.config.optionalDouble("classifier_dropout")
          ?? model.config.optionalDouble("hidden_dropout_prob")),
      hiddenStateSource: try Self.hiddenState(options, source, decisions: &decisions),
      usesTokenTypeIDs: usesTypes, activation: activation,
      threshold: options.threshold ?? settings.threshold ?? PackageConfig.defaultThreshold,
      aggregation: settings.aggregation ?? .mean, torchDType: dtype.torchName ?? "float32",
      tokenizerClass: tokenizerConfig.className, requiredTransformers: model.dialects.requirement)
    sourceCard = Self.sourceCard(options, source)
    reference = try options.reference ?? Self.keptReference(options, source, decisions: &decisions)
    var card = ModelCard(
      name: try Self.name(options), config: config, license: license, licenseDetails: details,
      tokenizerNotice: source.tokenizer.changes.members.isEmpty
        ? nil : source.tokenizer.notes.map(\.description).joined(separator: "; "),
      hasSourceCard: sourceCard != nil,
      languages: options.languages.isEmpty ? frontMatter?.languages ?? [] : options.languages,
      datasets: options.datasets.isEmpty
        ? frontMatter?.datasets.filter { !isLocalPath($0) } ?? [] : options.datasets,
      family: model.encoder.family,
      parameterCount: model.checkpoint.parameterCount,
      headParameterCount: source.head.tensors.reduce(0) { $0 + $1.count })
    card.recording = reference.map { ($0.origin, $0.versions) }
    if let lines = sourceMatter?.lines {
      card.carried = CarriedFrontMatter(lines)
      if let decision = card.carried.decision { decisions.append(decision) }
    }
    self.card = card
    handCard =
      try ownCard?.text
      ?? oldCard.flatMap {
        try Self.handCard($0, card, options, decisions: &decisions)
      }
    self.decisions = decisions
  }
}

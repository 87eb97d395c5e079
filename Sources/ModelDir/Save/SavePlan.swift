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
  let card: ModelCard
  /// The source's own card, where it is taken over.
  let sourceCard: String?
  /// What was decided for the user, and why.
  let decisions: [String]

  /// Tokens of the longest pair that a package is made for unless its maker says otherwise.
  private static let largestDefaultLength = 8192
  /// What relative positions may be asked for; a longer row would take more memory than a machine has.
  private static let largestRelativeLength = 1 << 17

  init(_ options: SaveOptions) throws {
    let source = try SaveSource(options.source, pruningHead: options.pruningHead)
    let (model, settings) = (source.model, source.settings)
    var decisions = settings.notes + model.notes
    let dtype = try options.dtype ?? model.dtype()
    let labels = try model.labels()
    let frontMatter = try Self.frontMatter(of: source.root, decisions: &decisions)
    let positions = model.encoder.shape.usablePositions
    let hasTypes = model.encoder.shape.typeCount > 1
    let usesTypes =
      try options.usesTokenTypeIDs ?? settings.usesTokenTypeIDs
      ?? (hasTypes && source.tokenizer.namesTokenTypeIDs() ?? true)
    let baseModel = try Self.baseModel(options, source, frontMatter)
    if baseModel == nil { decisions.append("base model unknown: --base-model names it") }
    let license = options.license ?? frontMatter?.license
    if license == nil { decisions.append("licence unknown: --license names it") }
    let details = try Self.licenseDetails(options, license, frontMatter)
    let notice = license.flatMap { LicenseTerms.forbidDerivatives($0) ? LicenseTerms.notice($0) : nil }
    if let notice { decisions.append(notice) }
    let activation = options.activation ?? settings.activation ?? (labels.count == 1 ? .sigmoid : .softmax)
    try Self.requireFit(activation, labels: labels, model)

    let maximumLength = try Self.maximumLength(options, source, decisions: &decisions)

    self.source = source
    self.dtype = dtype
    // A head that is more exact than the encoder stays so, unless a type was asked for; float32 holds any of them.
    headDType = options.dtype ?? (dtype == .float32 ? .float32 : nil)
    config = PackageConfig(
      mode: model.mode, labels: labels, baseModel: baseModel,
      maximumLength: maximumLength, usablePositions: max(positions, maximumLength),
      head: try source.head.config(
        hiddenSize: model.encoder.shape.hiddenSize,
        subModelDropout: try? model.config.optionalDouble("classifier_dropout")
          ?? model.config.optionalDouble("hidden_dropout_prob")),
      hiddenStateSource: try Self.hiddenState(options, source, decisions: &decisions),
      usesTokenTypeIDs: usesTypes, activation: activation,
      threshold: options.threshold ?? settings.threshold ?? 0.5, aggregation: settings.aggregation ?? .mean,
      torchDType: dtype.torchName ?? "float32")
    let cardPath = joinPath(source.root, PackageLayout.card)
    sourceCard = source.carriesCard && fileKind(cardPath) == .file ? cardPath : nil
    card = ModelCard(
      name: try Self.name(options), config: config, license: license,
      licenseDetails: details, licenseNotice: notice, hasSourceCard: sourceCard != nil,
      languages: options.languages.isEmpty ? frontMatter?.languages ?? [] : options.languages,
      datasets: frontMatter?.datasets.filter { !isLocalPath($0) } ?? [],
      family: model.encoder.family,
      parameterCount: model.checkpoint.parameterCount,
      headParameterCount: source.head.tensors.reduce(0) { $0 + $1.count })
    self.decisions = decisions
  }

  /// `max_length`: what is asked for, else what the source records, else what the tokenizer and the positions allow.
  private static func maximumLength(
    _ options: SaveOptions, _ source: SaveSource, decisions: inout [String]
  ) throws -> Int {
    let positions = source.model.encoder.shape.usablePositions
    let limit = source.model.encoder.shape.positionLimit ?? Self.largestRelativeLength
    var length = options.maximumLength ?? source.settings.maximumLength
    if options.maximumLength == nil, let recorded = length, recorded > limit {
      decisions.append("the source records max_length \(recorded), and the model has \(limit) positions")
      length = limit
    }
    let chosen =
      try length ?? min(source.tokenizer.maximumLength() ?? .max, positions, Self.largestDefaultLength)
    guard (4...limit).contains(chosen) else {
      throw ModelDirError(
        .contradiction, at: Place(file: joinPath(source.model.directory, PackageLayout.config)),
        problem: "--max-length does not fit the model", expected: "4 to \(limit) tokens",
        found: "\(chosen)")
    }
    if options.maximumLength == nil { decisions.append("max_length \(chosen)") }
    if chosen > positions {
      decisions.append(
        "max_length \(chosen): the model was made for \(positions), its positions are relative")
    }
    return chosen
  }

  private static func requireFit(
    _ activation: RankingActivation, labels: [String], _ model: SourceModel
  ) throws(ModelDirError) {
    guard
      model.mode == .pruningOnly || (activation == .softmax) == (labels.count > 1) || activation == .identity
    else {
      throw ModelDirError(
        .contradiction, at: Place(file: joinPath(model.directory, PackageLayout.config)),
        problem: "--activation does not fit the classifier",
        expected: labels.count == 1
          ? "sigmoid or identity for one label" : "softmax or identity for \(labels.count) labels",
        found: activation.rawValue)
    }
  }

  private static func hiddenState(
    _ options: SaveOptions, _ parts: SaveSource, decisions: inout [String]
  ) throws -> HiddenStateSource {
    let source = parts.model
    if let chosen = options.hiddenStateSource ?? parts.settings.hiddenStateSource {
      guard chosen == .lastHiddenState || source.encoder.hiddenStatesDiffer else {
        throw ModelDirError(
          .contradiction, at: Place(file: joinPath(source.directory, PackageLayout.config)),
          problem: "--hidden-state-source does not fit the model",
          expected: "last_hidden_state (\(source.encoder.family.rawValue) has no final norm)",
          found: chosen.rawValue)
      }
      return chosen
    }
    func decide(_ state: HiddenStateSource, _ reason: String) -> HiddenStateSource {
      decisions.append("hidden_state_source \(state.rawValue): \(reason)")
      return state
    }
    if !source.encoder.hiddenStatesDiffer {
      return decide(.lastHiddenState, "\(source.encoder.family.rawValue) has only this one")
    }
    if source.mode == .pruningOnly {
      return decide(.lastHiddenState, "heads on a base encoder are trained on its output")
    }
    let recorded = try source.config.optionalString("transformers_version")
    guard let version = parts.settings.transformersVersion ?? recorded else {
      throw ModelDirError(
        .missingOption, at: Place(file: joinPath(source.directory, PackageLayout.config), jsonPath: "$"),
        problem:
          "cannot tell which hidden state the head was trained on: transformers_version is not recorded",
        expected: "--hidden-state-source")
    }
    let parts = version.split(separator: ".").map { Int($0.prefix { $0.isNumber }) ?? 0 } + [0, 0]
    let isBefore = (parts[0], parts[1]) < (5, 1)
    return decide(
      isBefore ? .preFinalNorm : .lastHiddenState,
      "saved by transformers \(version), and hidden_states[-1] came \(isBefore ? "before" : "after") the final norm there"
    )
  }

  /// The name for the card, whose snippets quote it for Python and for the shell alike.
  private static func name(_ options: SaveOptions) throws -> String {
    func isSpecial(_ scalar: Unicode.Scalar) -> Bool {
      scalar.value < 0x20 || "\"\\$`!".unicodeScalars.contains(scalar)
    }
    guard let name = options.name else {
      let scalars = lastPathComponent(options.output).unicodeScalars.map { isSpecial($0) ? "-" : $0 }
      return String(String.UnicodeScalarView(scalars))
    }
    guard !name.isEmpty, !name.unicodeScalars.contains(where: isSpecial) else {
      throw ModelDirError(
        .contradiction, at: Place(file: "--name"), problem: "not a name for a model",
        expected: "a text without quotes, backslashes, $, ` and !", found: name.quotedForMessage)
    }
    return name
  }

  /// Name and place of a licence: as given, else the source's own where the licence is the source's.
  private static func licenseDetails(
    _ options: SaveOptions, _ license: String?, _ frontMatter: FrontMatter?
  ) throws -> (name: String?, link: String?) {
    let source = license == frontMatter?.license ? frontMatter?.value : nil
    let name = options.licenseName ?? source?["license_name"]?.string
    let link = options.licenseLink ?? source?["license_link"]?.string
    if options.license == "other" {
      for (option, value) in [("--license-name", name), ("--license-link", link)] where value == nil {
        throw ModelDirError(
          .missingOption, at: Place(file: "--license"),
          problem: "a licence that the Hub has no id for needs a name and a place", expected: option)
      }
    }
    return (name, link)
  }

  private static func baseModel(
    _ options: SaveOptions, _ source: SaveSource, _ frontMatter: FrontMatter?
  ) throws -> String? {
    if let named = options.baseModel { return named }
    let candidates =
      [frontMatter?.baseModel] + source.settings.baseModels
      + [try source.model.config.optionalString("_name_or_path")]
    return candidates.compactMap { $0 }.first { !isLocalPath($0) }
  }

  /// The front matter of the source's card; a card that cannot be read is reported and left aside.
  private static func frontMatter(of directory: String, decisions: inout [String]) throws -> FrontMatter? {
    let path = joinPath(directory, PackageLayout.card)
    guard fileKind(path) == .file else { return nil }
    do {
      return try FrontMatter(card: try readFile(path, limit: 1 << 24), name: path)
    } catch let error as YAMLError {
      decisions.append("the source's card is not used: \(error)")
      return nil
    }
  }
}

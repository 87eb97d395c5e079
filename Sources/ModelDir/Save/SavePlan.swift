import Checkpoints
import Encoders
import Files
import JSON
import Templates
import YAML

/// Everything about a package that is settled before its first byte is written.
struct SavePlan {
  let source: SourceModel
  let head: SourceHead
  let tokenizer: SourceTokenizer
  let config: PackageConfig
  let dtype: DType
  let card: ModelCard
  /// What was decided for the user, and why.
  let decisions: [String]

  /// Tokens of the longest pair that a package is made for unless its maker says otherwise.
  private static let largestDefaultLength = 8192

  init(_ options: SaveOptions) throws {
    let mode = options.source.mode
    let source = try SourceModel(directory: options.source.directory, mode: mode)
    let head = try SourceHead(options.pruningHead)
    let tokenizer = try SourceTokenizer(directory: options.source.directory)
    var decisions: [String] = []
    let dtype = try options.dtype ?? source.dtype()
    let labels = try source.labels()
    let frontMatter = try Self.frontMatter(of: options.source.directory, decisions: &decisions)

    let positions = source.encoder.shape.usablePositions
    let tokenizerLimit = try tokenizer.maximumLength()
    let maximumLength =
      options.maximumLength ?? min(tokenizerLimit ?? .max, positions, Self.largestDefaultLength)
    guard maximumLength >= 4, maximumLength <= positions else {
      throw ModelDirError(
        .contradiction, at: Place(file: joinPath(options.source.directory, PackageLayout.config)),
        problem: "--max-length does not fit the model", expected: "4 to \(positions) tokens",
        found: "\(maximumLength)")
    }
    if options.maximumLength == nil { decisions.append("max_length \(maximumLength)") }

    let hiddenState = try Self.hiddenState(options, source, decisions: &decisions)
    let hasTypes = source.encoder.shape.typeCount > 1
    let usesTypes = try options.usesTokenTypeIDs ?? (hasTypes && tokenizer.namesTokenTypeIDs() ?? true)
    let baseModel = try Self.baseModel(options, source, frontMatter)
    if baseModel == nil { decisions.append("base model unknown: --base-model names it") }
    let license = options.license ?? frontMatter?.license
    if license == nil { decisions.append("licence unknown: --license names it") }
    let activation = options.activation ?? (labels.count == 1 ? .sigmoid : .softmax)
    guard mode == .pruningOnly || (activation == .softmax) == (labels.count > 1) || activation == .identity
    else {
      throw ModelDirError(
        .contradiction, at: Place(file: joinPath(options.source.directory, PackageLayout.config)),
        problem: "--activation does not fit the classifier",
        expected: labels.count == 1
          ? "sigmoid or identity for one label" : "softmax or identity for \(labels.count) labels",
        found: activation.rawValue)
    }

    self.source = source
    self.head = head
    self.tokenizer = tokenizer
    self.dtype = dtype
    config = PackageConfig(
      mode: mode, labels: labels, baseModel: baseModel, maximumLength: maximumLength,
      usablePositions: positions,
      head: try head.config(
        hiddenSize: source.encoder.shape.hiddenSize,
        subModelDropout: try? source.config.optionalDouble("classifier_dropout")
          ?? source.config.optionalDouble("hidden_dropout_prob")),
      hiddenStateSource: hiddenState, usesTokenTypeIDs: usesTypes, activation: activation,
      threshold: options.threshold ?? 0.5, torchDType: dtype.torchName ?? "float32")
    card = ModelCard(
      name: try Self.name(options), config: config, license: license,
      licenseDetails: license == frontMatter?.license
        ? (frontMatter?.value["license_name"]?.string, frontMatter?.value["license_link"]?.string)
        : (nil, nil),
      languages: options.languages.isEmpty ? frontMatter?.languages ?? [] : options.languages,
      family: source.encoder.family,
      parameterCount: source.checkpoint.parameterCount + head.tensors.reduce(0) { $0 + $1.count })
    self.decisions = decisions
  }

  /// Writes every file of the package into an empty directory.
  func write(to root: String) throws {
    let subModel = joinPath(root, config.mode.subModelDirectory)
    let headDirectory = joinPath(root, PackageLayout.head)
    try makeDirectory(subModel)
    try makeDirectory(headDirectory)
    try source.writeWeights(to: subModel, dtype: dtype)
    let subConfig = source.configText(dtype: dtype, labels: config.labels)
    try writeFile(joinPath(subModel, PackageLayout.config), subConfig)
    let entries = head.tensors.map { SafetensorsWriter.Entry(name: $0.name, tensor: $0, dtype: dtype) }
    try SafetensorsWriter.write(entries, to: joinPath(headDirectory, Checkpoint.fileName))
    try writeFile(joinPath(headDirectory, PackageLayout.config), config.head.fileText)
    let tokenizerConfig = try tokenizer.configText(
      maximumLength: config.maximumLength, usesTokenTypeIDs: config.usesTokenTypeIDs,
      padTokenID: try source.config.optionalInt("pad_token_id"))
    for directory in [root, subModel] {
      try copyFile(tokenizer.path, to: joinPath(directory, PackageLayout.tokenizer))
      try writeFile(joinPath(directory, PackageLayout.tokenizerConfig), tokenizerConfig)
    }
    try writeFile(joinPath(root, PackageLayout.modellingFile), ModellingFile.bytes)
    try writeFile(joinPath(root, PackageLayout.config), config.fileText)
    try writeFile(joinPath(root, PackageLayout.compatibleConfig), config.compatibleFileText)
    try writeFile(joinPath(root, PackageLayout.card), card.text())
  }

  private static func hiddenState(
    _ options: SaveOptions, _ source: SourceModel, decisions: inout [String]
  ) throws -> HiddenStateSource {
    if let chosen = options.hiddenStateSource {
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
    guard let version = try source.config.optionalString("transformers_version") else {
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

  private static func baseModel(
    _ options: SaveOptions, _ source: SourceModel, _ frontMatter: FrontMatter?
  ) throws -> String? {
    if let named = options.baseModel { return named }
    let candidates = [frontMatter?.baseModel, try source.config.optionalString("_name_or_path")]
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

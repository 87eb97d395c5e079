import PackFiles

/// The parts of a package to be, wherever they come from: what a save starts with.
struct SaveSource {
  /// The sub-model.
  let model: SourceModel
  /// The pruning head.
  let head: SourceHead
  /// The tokenizer.
  let tokenizer: SourceTokenizer
  /// What the source records about the model's use.
  let settings: SourceSettings
  /// The directory whose card and licence are taken over.
  let root: String
  /// Whether the source's own card tells more than what goes into the package's.
  let carriesCard: Bool

  /// Opens a source.
  ///
  /// - Throws: ``ModelDirError``, ``PackCheckpoints/CheckpointError``, ``PackJSON/JSONError`` or ``PackFiles/FileError``.
  init(_ source: PackageSource, pruningHead: String?, keepLabels: [String]) throws {
    try AdapterCheck.requireNone(in: source)
    let head = try GivenHead(path: pruningHead, keepLabels: keepLabels, source: source)
    switch source {
    case .rankingModel(let directory):
      self = try Self.parts(directory, .rerankingPruning, head: head)
    case .encoderModel(let directory):
      if try TokenClassifier.isOne(directory) {
        self = try Self.tokenClassifier(directory, head: head)
      } else {
        self = try Self.parts(directory, .pruningOnly, head: head)
      }
    case .knownLayout(let directory):
      self = try Self.known(directory, head: head)
    }
  }

  init(
    model: SourceModel, head: SourceHead, tokenizer: SourceTokenizer, settings: SourceSettings, root: String,
    carriesCard: Bool
  ) {
    self.model = model
    self.head = head
    self.tokenizer = tokenizer
    self.settings = settings
    self.root = root
    self.carriesCard = carriesCard
  }

  /// A model and a head that were saved apart.
  private static func parts(_ directory: String, _ mode: PackageMode, head: GivenHead) throws -> SaveSource {
    guard let head = try head.open() else {
      throw ModelDirError(
        .missingOption, at: Place(file: directory), problem: "the source has no pruning head",
        expected: "\(.pruningHead)")
    }
    let model = try SourceModel(directory: directory, mode: mode)
    let settings = try settings(of: model)
    let tokenizer = try SourceTokenizer(directory: directory).asLoaded(with: model.config)
    return SaveSource(
      model: model, head: head,
      tokenizer: settings.lowercases ? try tokenizer.lowercased() : tokenizer, settings: settings,
      root: directory, carriesCard: false)
  }

  private static func settings(of model: SourceModel) throws -> SourceSettings {
    if let exported = try SourceSettings.exported(with: model.directory) { return exported }
    return model.mode == .rerankingPruning ? try SourceSettings(rankingModel: model) : SourceSettings()
  }

  /// A directory in a layout that is found out.
  private static func known(_ directory: String, head: GivenHead) throws -> SaveSource {
    let detection = try KnownLayout.detect(directory)
    var source: SaveSource
    switch detection.layout {
    case .provenceEncoder, .earlyPruningEncoder, .withoutAutoMap, .pickledHead, .rawLogits, .renamedClasses,
      .package:
      source = try nested(directory, detection, head: head)
    case .openProvence, .openProvenceTrainer, .naverProvence, .naverXProvence:
      source = try merged(directory, detection, head: head)
    case .tokenClassifier:
      source = try tokenClassifier(directory, head: head)
    case .rankingModel:
      guard head.path != nil else {
        throw ModelDirError(
          .unsupportedSource, at: Place(file: directory),
          problem: "\(detection.sentence); a package needs a head",
          expected: "\(.pruningHead) with a head that was trained on this model")
      }
      source = try parts(directory, .rerankingPruning, head: head)
    }
    var settings = source.settings
    settings.notes.insert("source: \(detection.sentence)", at: 0)
    if head.path != nil && detection.layout != .rankingModel {
      settings.notes.append("the pruning head comes from \(.pruningHead), not from the source")
    }
    // Their weights are the source's; the package's may be others, in another type for one.
    for folder in ["onnx", "openvino"] where fileKind(joinPath(directory, folder)) == .directory {
      settings.notes.append(
        "\(folder)/ of the source is not taken over: export its graphs again from the package")
    }
    return SaveSource(
      model: try source.model.complete(notes: &settings.notes), head: source.head,
      tokenizer: source.tokenizer,
      settings: settings, root: directory, carriesCard: !detection.isOwnFormat)
  }
}

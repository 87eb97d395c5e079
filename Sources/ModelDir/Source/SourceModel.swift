import PackCheckpoints
import PackEncoders
import PackFiles
import PackJSON

/// The sub-model of a source: its configuration, and its weights under the names that the package gives them.
struct SourceModel {
  let directory: String
  let mode: PackageMode
  let config: JSONNode
  let encoder: SubModelConfig
  /// What config.json has to say for every version of transformers to build this model.
  let dialects: EncoderDialects
  let checkpoint: Checkpoint
  /// Whether the checkpoint's files are the sub-model's own, and can be copied as they are.
  let isWhole: Bool
  /// What was repaired in the configuration.
  let notes: [SaveText]

  /// A directory that transformers saved.
  init(directory: String, mode: PackageMode) throws {
    guard let kind = fileKind(directory) else {
      throw ModelDirError(.missingFile, at: Place(file: directory), problem: "the source does not exist")
    }
    guard kind == .directory else {
      throw ModelDirError(
        .unsupportedSource, at: Place(file: directory), problem: "the source is not a directory",
        expected: "a directory that save_pretrained wrote", found: "a file")
    }
    let path = joinPath(directory, PackageLayout.config)
    let config = try JSONDocument(readingFile: path).root
    if let nearby = NearbyModel(config) { throw nearby.refusal(at: path) }
    if try mode == .rerankingPruning && RerankerModules.isOne(directory) {
      let modules = try RerankerModules(directory, config)
      let text = Array(JSONValue.object(modules.config).text(.line).utf8)
      try self.init(
        directory: directory, mode: mode, config: JSONDocument(bytes: text, name: path).root,
        checkpoint: modules.checkpoint, isWhole: false, notes: modules.notes)
      return
    }
    try Self.requireArchitecture(config, mode: mode)
    try self.init(
      directory: directory, mode: mode, config: config,
      checkpoint: Checkpoint(directory: directory, readsPickles: true),
      isWhole: true)
  }

  /// A part of another checkpoint, with a configuration made for it.
  ///
  /// - Parameter place: where the configuration comes from, for messages.
  init(directory: String, mode: PackageMode, config: JSONObject, at place: Place, checkpoint: Checkpoint)
    throws
  {
    let text = Array(JSONValue.object(config).text(.line).utf8)
    try self.init(
      directory: directory, mode: mode, config: JSONDocument(bytes: text, name: place.file).root,
      checkpoint: checkpoint, isWhole: false)
  }

  private init(
    directory: String, mode: PackageMode, config: JSONNode, checkpoint: Checkpoint, isWhole: Bool,
    notes: [SaveText] = []
  ) throws {
    self.directory = directory
    self.mode = mode
    var notes = notes
    self.config =
      mode == .rerankingPruning
      ? try Self.withAgreeingLabels(config, checkpoint, notes: &notes) : config
    self.notes = notes
    self.checkpoint = checkpoint
    self.isWhole = isWhole
    encoder = try SubModelConfig(self.config)
    dialects = try EncoderDialects(config: self.config)
  }

  /// The model after its tensors were checked against the architecture: every one that is needed is there, and of
  /// others only known leftovers, which a part of another checkpoint is rid of.
  ///
  /// - Parameter notes: gets a note on what was left out.
  /// - Throws: ``ModelDirError`` that names a tensor which nothing needs; ``PackCheckpoints/CheckpointError``.
  func complete(notes: inout [SaveText]) throws -> SourceModel {
    let role: EncoderRole = mode == .pruningOnly ? .encoder : .sequenceClassification
    let audit = try Encoder.audit(config: config, weights: checkpoint, role: role)
    // Weights of 64 bits are stored in another type, or refused for want of one.
    let problem = audit.problems.first { error in
      error.code != .unsupportedDType || error.place.tensor.flatMap { checkpoint[$0] }?.dtype != .float64
    }
    if let problem { throw problem }
    if let stray = audit.unused.first {
      throw ModelDirError(
        .unsupportedSource, at: checkpoint[stray]?.place ?? Place(file: directory, tensor: stray),
        problem: "tensor does not belong to the model", expected: "the tensors of \(encoder.family.rawValue)",
        found: audit.unused.count == 1 ? stray : "\(stray) and \(audit.unused.count - 1) more")
    }
    guard !isWhole, !audit.leftovers.isEmpty else { return self }
    let leftovers = Set(audit.leftovers)
    notes.append("left out because nothing reads them: \(audit.leftovers.joined(separator: ", "))")
    return try SourceModel(
      directory: directory, mode: mode, config: config,
      checkpoint: Checkpoint(
        tensors: checkpoint.tensors.filter { !leftovers.contains($0.name) }, of: checkpoint.files),
      isWhole: false)
  }

  /// The widest type of floating point among the tensors: none of them loses anything in it.
  func dtype() throws -> DType {
    if let wide = checkpoint.tensors.first(where: { $0.dtype == .float64 }) {
      throw ModelDirError(
        .unsupportedSource, at: wide.place, problem: "weights of 64 bits do not stay as they are",
        expected: "F32, F16 or BF16, or \(.dtype)", found: wide.dtype.rawValue)
    }
    for dtype in [DType.float32, .bfloat16, .float16]
    where checkpoint.tensors.contains(where: { $0.dtype == dtype }) {
      return dtype
    }
    throw ModelDirError(
      .unsupportedSource, at: Place(file: joinPath(directory, Checkpoint.fileName)),
      problem: "no weights of a supported type", expected: "F32, F16 or BF16")
  }

  private static func requireArchitecture(_ config: JSONNode, mode: PackageMode) throws {
    guard let node = try config.optional("architectures"),
      let first = try node.elements().first(where: { _ in true })
    else { return }
    let name = try first.string()
    switch mode {
    case .rerankingPruning where !name.hasSuffix("ForSequenceClassification"):
      throw first.notAllowed("a *ForSequenceClassification model", problem: "not a ranking model")
    case .pruningOnly where !name.hasSuffix("Model"):
      throw first.notAllowed("a base encoder, such as BertModel", problem: "not a base encoder")
    default: break
    }
  }
}

import PackCheckpoints
import PackEncoders
import PackFiles
import PackJSON

/// What layouts are told apart by: the directory's configurations, the files in it, the names of its tensors.
struct DirectoryFacts {
  let directory: String
  /// config.json.
  let config: JSONNode
  /// pruning_encoder_config.json.
  let compatible: JSONNode?
  /// pruning_head/config.json.
  let headConfig: JSONNode?

  /// Reads the configurations.
  ///
  /// - Throws: ``ModelDirError`` without a directory or a config.json in it; ``PackJSON/JSONError``, ``PackFiles/FileError``.
  init(_ directory: String) throws {
    guard let kind = fileKind(directory) else {
      throw ModelDirError(.missingFile, at: Place(file: directory), problem: "the source does not exist")
    }
    guard kind == .directory else {
      throw ModelDirError(
        .unsupportedSource, at: Place(file: directory), problem: "the source is not a directory",
        expected: "the directory of a model", found: "a file")
    }
    try PackageJournal.settle(directory)
    self.directory = directory
    guard let config = try Self.object(joinPath(directory, PackageLayout.config)) else {
      throw ModelDirError(
        .unsupportedSource, at: Place(file: joinPath(directory, PackageLayout.config)),
        problem: "not a model in a known layout", expected: "config.json",
        found: "no such file")
    }
    self.config = config
    compatible = try Self.object(joinPath(directory, PackageLayout.compatibleConfig))
    headConfig = try Self.object(joinPath(joinPath(directory, PackageLayout.head), PackageLayout.config))
  }

  /// `model_type` of config.json.
  var modelType: String? { text("model_type", of: config) }

  /// `architecture` of config.json, else of pruning_encoder_config.json.
  var architecture: String? { text("architecture", of: config) ?? text("architecture", of: compatible) }

  /// The classes that `architectures` of config.json names.
  var classes: [String] {
    guard let elements = try? config["architectures"]?.elements() else { return [] }
    return elements.compactMap { try? $0.string() }
  }

  /// What `auto_map` of config.json names.
  var mappedClasses: [String] {
    guard let members = try? config["auto_map"]?.members() else { return [] }
    return members.compactMap { try? $0.value.string() }
  }

  /// The architecture that the directory's own weights have, where it is one that runs.
  var family: EncoderFamily? { modelType.flatMap { EncoderFamily(rawValue: $0) } }

  /// Whether either configuration has a key.
  func hasKey(_ key: String) -> Bool { config[key] != nil || compatible?[key] != nil }

  /// Whether there is a file or a directory at a path inside the directory.
  func has(_ path: String) -> Bool { fileKind(joinPath(directory, path)) != nil }

  /// Names of the tensors beside config.json; no tensor is read for them.
  func tensorNames() throws -> [String] {
    let pickle = joinPath(directory, Checkpoint.pickleName)
    let isPickled = !has(Checkpoint.fileName) && !has(Checkpoint.indexName) && fileKind(pickle) == .file
    if isPickled { return try TorchFile(pickle, name: pickle).entries.map(\.name) }
    return try Checkpoint(directory: directory, readsPickles: true).tensors.map(\.name)
  }

  func text(_ key: String, of node: JSONNode?) -> String? { try? node?[key]?.string() }

  private static func object(_ path: String) throws -> JSONNode? {
    guard fileKind(path) == .file else { return nil }
    let root = try JSONDocument(bytes: readFile(path, limit: PackageLimits.configBytes), name: path).root
    guard root.kind == .object else { throw root.wrongType("an object") }
    return root
  }
}

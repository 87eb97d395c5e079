import PackCheckpoints
import PackEncoders
import PackFiles
import PackJSON

/// What is in a package, a model directory, a safetensors file or a pickle: sizes, tensors, types, and the settings that matter.
public struct DirectoryInspection: Sendable {
  /// The path as it was given.
  public let path: String
  /// The files with their sizes in bytes; one for a file.
  public let files: [(path: String, size: Int)]
  /// Checkpoints by the directory or file that holds them: safetensors, and whatever is a pickle by its content.
  public let checkpoints: [WeightsInspection]
  /// The package's settings; nil for anything else than a package.
  public let config: PackageConfig?
  /// The layout that the directory has, where it is a known one.
  public let layout: LayoutDetection?
  /// The public release whose sizes the model has, where they are known.
  public let release: KnownRelease?
  /// Why `save` takes no such directory, where that is known by name: an adapter, or a kind of model that cannot be packed.
  public let refusal: ModelDirError?
  /// `model_type` of each config.json.
  public let modelTypes: [(path: String, type: String)]

  /// Looks at a path.
  ///
  /// - Throws: ``PackFiles/FileError``, ``PackCheckpoints/CheckpointError`` or ``PackJSON/JSONError`` for what cannot be read.
  public init(_ path: String) throws { self = try FileWatch.during([path]) { try Self(path, $0) } }

  private init(_ path: String, _ watch: FileWatch) throws {
    self.path = path
    guard let kind = fileKind(path) else {
      throw FileError(.notFound, path: path, problem: "does not exist")
    }
    try PackageJournal.settle(around: path)
    guard kind == .directory else {
      files = [(path, try MappedFile(path).count)]
      checkpoints = [
        try WeightsInspection(pickle: path, name: path)
          ?? WeightsInspection(Checkpoint(file: path, readsPickles: true), name: path)
      ]
      config = nil
      layout = nil
      release = nil
      refusal = nil
      modelTypes = []
      try watch.check()
      return
    }
    let entries = try listDirectory(path) { !PackageLimits.foreignDirectories.contains($0) }
    files = entries.filter { $0.kind != .directory }.map { entry in
      let size = entry.kind == .link ? (try? MappedFile(joinPath(path, entry.path)).count) ?? 0 : entry.size
      return (entry.path, size)
    }
    let directories = [""] + entries.filter { $0.kind == .directory }.map(\.path)
    let pickles = try files.filter { fileKind(joinPath(path, $0.path)) == .file }.compactMap { file in
      try WeightsInspection(pickle: joinPath(path, file.path), name: file.path)
    }
    checkpoints =
      try pickles
      + directories.compactMap { directory in
        let full = joinPath(path, directory)
        guard
          [Checkpoint.fileName, Checkpoint.indexName].contains(where: { fileKind(joinPath(full, $0)) != nil })
        else {
          return nil
        }
        return WeightsInspection(
          try Checkpoint(directory: full, name: directory), name: directory.isEmpty ? "." : directory)
      }
    var types: [(String, String)] = []
    var packageConfig: PackageConfig?
    for directory in directories {
      let name = joinPath(directory, PackageLayout.config)
      guard fileKind(joinPath(path, name)) != nil else { continue }
      let root = try JSONDocument(readingFile: joinPath(path, name), name: name).root
      guard let type = try root.optionalString("model_type") else { continue }
      types.append((name, type))
      // An older layout has the same model_type and not all the keys.
      if directory.isEmpty && type == PackageLayout.modelType { packageConfig = try? PackageConfig(root) }
    }
    layout = try? KnownLayout.detect(path)
    release = layout.flatMap { KnownRelease($0.layout, in: path) }
    refusal = AdapterCheck.refusal(of: .knownLayout(path)) ?? NearbyModel.refusal(of: path)
    modelTypes = types
    config = packageConfig
    try watch.check()
  }
}

import PackFiles
import PackJSON

/// The weights of one model directory: `model.safetensors`, or the shards that an index lists; where it is asked for, also
/// `pytorch_model.bin` or its shards.
public final class Checkpoint: Sendable {
  /// File name of an unsharded checkpoint.
  public static let fileName = "model.safetensors"
  /// File name of a shard index.
  public static let indexName = "model.safetensors.index.json"
  /// File name of an unsharded checkpoint that is a pickle.
  public static let pickleName = "pytorch_model.bin"
  /// File name of the index of shards that are pickles.
  public static let pickleIndexName = "pytorch_model.bin.index.json"

  /// The files, in the order of their names.
  public let files: [CheckpointFile]

  /// The tensors in the order of their names' bytes.
  public let tensors: [Tensor]

  private let positions: [ExactText: Int]

  /// Opens the weights of a directory. As in transformers, `model.safetensors` wins over an index, and both over pickles.
  ///
  /// - Parameters:
  ///   - directory: the directory to look in.
  ///   - name: the name that errors give the directory; empty where file names stand alone.
  ///   - readsPickles: whether `pytorch_model.bin` or its shards are read where there is no safetensors. Nothing in
  ///     them is run; a package must not have them all the same.
  ///   - temporaryDirectory: see ``TorchFile/tensors(temporaryDirectory:)``.
  /// - Throws: ``PackFiles/FileError`` or ``CheckpointError``.
  public convenience init(
    directory: String, name: String? = nil, readsPickles: Bool = false, temporaryDirectory: String? = nil
  ) throws {
    let shown = name ?? directory
    let candidates = [
      (Self.fileName, Self.indexName), (Self.pickleName, Self.pickleIndexName),
    ].prefix(readsPickles ? 2 : 1)
    for (single, index) in candidates {
      if fileKind(joinPath(directory, single)) != nil {
        try self.init(
          file: joinPath(directory, single), name: joinPath(shown, single), readsPickles: readsPickles,
          temporaryDirectory: temporaryDirectory)
        return
      }
      if fileKind(joinPath(directory, index)) != nil {
        let index = try ShardIndex(readingFile: joinPath(directory, index), name: joinPath(shown, index))
        let shards = try index.openShards(in: directory) { shard in
          try CheckpointFile(
            joinPath(directory, shard), name: joinPath(shown, shard), readsPickles: readsPickles,
            temporaryDirectory: temporaryDirectory)
        }
        try self.init(files: shards)
        return
      }
    }
    throw CheckpointError(
      .noWeights, at: Place(file: joinPath(shown, Self.fileName)), problem: "no weights",
      expected: candidates.flatMap { [$0.0, $0.1] }.joined(separator: " or "))
  }

  /// Opens the shards that a directory's index lists, also where `model.safetensors` would win over them.
  ///
  /// - Throws: ``PackFiles/FileError`` or ``CheckpointError``.
  public convenience init(shardsIn directory: String, name: String) throws {
    let index = try ShardIndex(
      readingFile: joinPath(directory, Self.indexName), name: joinPath(name, Self.indexName))
    let shards = try index.openShards(in: directory) { shard in
      try CheckpointFile(
        joinPath(directory, shard), name: joinPath(name, shard), readsPickles: false, temporaryDirectory: nil)
    }
    try self.init(files: shards)
  }

  /// Opens one file as a checkpoint.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - name: the name that errors give it, when that differs from the path.
  ///   - readsPickles: whether the file may be what torch.save wrote, which its content tells.
  ///   - temporaryDirectory: see ``TorchFile/tensors(temporaryDirectory:)``.
  public convenience init(
    file path: String, name: String? = nil, readsPickles: Bool = false, temporaryDirectory: String? = nil
  ) throws {
    try self.init(files: [
      CheckpointFile(
        path, name: name ?? path, readsPickles: readsPickles, temporaryDirectory: temporaryDirectory)
    ])
  }

  /// The weights of a part of a model: some tensors of other checkpoints, under names of their own.
  ///
  /// - Parameters:
  ///   - tensors: the tensors.
  ///   - files: the files that they come from.
  /// - Throws: ``CheckpointError`` when two have the same name.
  public convenience init(tensors: [Tensor], of files: [CheckpointFile]) throws {
    try self.init(files: files, tensors: tensors)
  }

  private convenience init(files: [CheckpointFile]) throws {
    try self.init(files: files, tensors: files.flatMap(\.tensors))
  }

  private init(files: [CheckpointFile], tensors: [Tensor]) throws {
    self.files = files
    self.tensors = tensors.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    var positions: [ExactText: Int] = [:]
    for (position, tensor) in self.tensors.enumerated() {
      if positions.updateValue(position, forKey: ExactText(tensor.name)) != nil {
        throw CheckpointError(.indexDisagrees, at: tensor.place, problem: "tensor occurs twice")
      }
    }
    self.positions = positions
  }

  /// The tensor of a name.
  public subscript(name: String) -> Tensor? { positions[ExactText(name)].map { tensors[$0] } }

  /// Number of elements of all tensors.
  public var parameterCount: Int { tensors.reduce(0) { $0 + $1.count } }

  /// Bytes of all tensors.
  public var byteCount: Int { tensors.reduce(0) { $0 + $1.byteRange.count } }
}

import Files
import JSON

/// The weights of one model directory: `model.safetensors`, or the shards that an index lists.
public final class Checkpoint: Sendable {
  /// File name of an unsharded checkpoint.
  public static let fileName = "model.safetensors"
  /// File name of a shard index.
  public static let indexName = "model.safetensors.index.json"

  /// The files, in the order of their names.
  public let files: [SafetensorsFile]

  /// The tensors in the order of their names' bytes.
  public let tensors: [Tensor]

  private let positions: [String: Int]

  /// Opens the weights of a directory. As in transformers, `model.safetensors` wins over an index.
  ///
  /// - Parameters:
  ///   - directory: the directory to look in.
  ///   - name: the name that errors give the directory; empty where file names stand alone.
  /// - Throws: ``Files/FileError`` or ``CheckpointError``.
  public convenience init(directory: String, name: String? = nil) throws {
    let shown = name ?? directory
    let single = joinPath(directory, Self.fileName)
    let index = joinPath(directory, Self.indexName)
    if fileKind(single) != nil {
      try self.init(files: [SafetensorsFile(single, name: joinPath(shown, Self.fileName))])
    } else if fileKind(index) != nil {
      let index = try ShardIndex(readingFile: index, name: joinPath(shown, Self.indexName))
      try self.init(files: index.openShards(in: directory, name: shown))
    } else {
      throw CheckpointError(
        .noWeights, at: Place(file: joinPath(shown, Self.fileName)), problem: "no weights",
        expected: "\(Self.fileName) or \(Self.indexName)")
    }
  }

  /// Opens one file as a checkpoint.
  public convenience init(file path: String, name: String? = nil) throws {
    try self.init(files: [SafetensorsFile(path, name: name)])
  }

  /// The weights of a part of a model: some tensors of other checkpoints, under names of their own.
  ///
  /// - Parameters:
  ///   - tensors: the tensors.
  ///   - files: the files that they come from.
  /// - Throws: ``CheckpointError`` when two have the same name.
  public convenience init(tensors: [Tensor], of files: [SafetensorsFile]) throws {
    try self.init(files: files, tensors: tensors)
  }

  private convenience init(files: [SafetensorsFile]) throws {
    try self.init(files: files, tensors: files.flatMap(\.tensors))
  }

  private init(files: [SafetensorsFile], tensors: [Tensor]) throws {
    self.files = files
    self.tensors = tensors.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    var positions: [String: Int] = [:]
    for (position, tensor) in self.tensors.enumerated() {
      if positions.updateValue(position, forKey: tensor.name) != nil {
        throw CheckpointError(.indexDisagrees, at: tensor.place, problem: "tensor stands there twice")
      }
    }
    self.positions = positions
  }

  /// The tensor of a name.
  public subscript(name: String) -> Tensor? { positions[name].map { tensors[$0] } }

  /// Number of elements of all tensors.
  public var parameterCount: Int { tensors.reduce(0) { $0 + $1.count } }

  /// Bytes of all tensors.
  public var byteCount: Int { tensors.reduce(0) { $0 + $1.byteRange.count } }
}

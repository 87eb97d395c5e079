import PackFiles

/// A file of a checkpoint: safetensors, or what torch.save wrote.
public struct CheckpointFile: Sendable {
  /// How the file is laid out.
  public enum Format: String, Sendable {
    /// A safetensors file.
    case safetensors
    /// PyTorch's zip archive.
    case torch
    /// PyTorch's stream before 1.6.
    case torchLegacy = "torch_legacy"
  }

  /// How the file is laid out.
  public let format: Format
  /// The name that messages give the file.
  public let name: String
  /// Where it is.
  public let path: String
  /// Its size in bytes.
  public let byteCount: Int
  /// `__metadata__` of a safetensors file, where it has one.
  public let metadata: [String: String]?
  /// The tensors, in the order of the file.
  public let tensors: [Tensor]

  /// Opens a file by its content; its name does not matter.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - name: the name that errors give it.
  ///   - readsPickles: whether a file of PyTorch is accepted.
  ///   - temporaryDirectory: see ``TorchFile/tensors(temporaryDirectory:)``.
  init(_ path: String, name: String, readsPickles: Bool, temporaryDirectory: String?) throws {
    if readsPickles, try TorchFile.isTorch(path, name: name) {
      let torch = try TorchFile(path, name: name)
      format = torch.format == .archive ? .torch : .torchLegacy
      byteCount = torch.file.count
      metadata = nil
      tensors = try torch.tensors(temporaryDirectory: temporaryDirectory)
    } else {
      let safetensors = try SafetensorsFile(path, name: name)
      format = .safetensors
      byteCount = safetensors.file.count
      metadata = safetensors.metadata
      tensors = safetensors.tensors
    }
    self.name = name
    self.path = path
  }
}

public import PackFiles

/// A file that torch.save wrote, zip archive or legacy stream, read without running what is in it.
///
/// Opening reads the pickle and checks every tensor against its storage; the storages' bytes are not touched. Those are
/// read in place where that is possible; ``tensors(temporaryDirectory:)`` tells where it is not.
///
/// ```swift
/// let file = try TorchFile("pytorch_model.bin")
/// for entry in file.entries { print(entry.name, entry.dtype, entry.shape) }
/// let tensors = try file.tensors()
/// ```
public final class TorchFile: Sendable {
  /// A tensor as the file describes it.
  public struct Entry: Sendable, Hashable {
    /// Name in the state dict; dots join the keys of nested dictionaries.
    public let name: String
    /// Element type.
    public let dtype: DType
    /// Dimensions, outermost first.
    public let shape: [Int]
    /// Elements from one index to the next, a dimension each.
    public let strides: [Int]
    /// Key of the storage that it is a view of; tensors that share memory share it.
    public let storage: String
  }

  /// How the file is laid out.
  public enum Format: String, Sendable {
    /// The zip archive of PyTorch 1.6 and later.
    case archive = "torch"
    /// The stream before it.
    case legacy = "torch_legacy"
  }

  /// The name that messages give the file.
  public let name: String
  /// The map.
  public let file: MappedFile
  /// How the file is laid out.
  public let format: Format
  /// The tensors, in the order in which they were saved.
  public let entries: [Entry]

  let contents: TorchContents
  let archive: ZipArchive?

  /// Maps a file and checks it.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - name: the name that errors give it, when that differs from the path.
  /// - Throws: ``PackFiles/FileError`` or ``CheckpointError``: an import that is not on the list is named with its offset.
  public convenience init(_ path: String, name: String? = nil) throws {
    try self.init(MappedFile(path, name: name), name: name ?? path)
  }

  init(_ file: MappedFile, name: String) throws {
    self.name = name
    self.file = file
    if file.withBytes({ ZipEnd.beginsArchive($0) }) {
      let archive = try ZipArchive(file, name: name)
      let torch = try TorchArchive(archive)
      self.archive = archive
      format = .archive
      contents = try torch.contents(try torch.pickleBytes())
    } else if file.withBytes({ TorchStream.isStream($0) }) {
      archive = nil
      format = .legacy
      contents = try TorchStream(file: file, name: name).contents()
    } else {
      throw CheckpointError(
        .notTorchFile, at: Place(file: name, byteOffset: 0), problem: "not a torch.save file",
        expected: "a zip archive, or the legacy stream", found: file.withBytes { Self.phrase(of: $0) })
    }
    try contents.checkGrowth(file: name)
    let storages = contents.storages
    entries = contents.entries.map { name, tensor in
      Entry(
        name: name, dtype: tensor.dtype, shape: tensor.shape, strides: tensor.strides,
        storage: storages[tensor.storage].key)
    }
  }

  /// Whether a file is for this type to read or to refuse, by its content and whatever its name is: a zip archive, a
  /// pickle, or a tar archive.
  ///
  /// - Throws: ``PackFiles/FileError``.
  public static func isTorch(_ path: String, name: String? = nil) throws(FileError) -> Bool {
    let file = try MappedFile(path, name: name)
    return file.withBytes { bytes in
      // The length of a safetensors header may begin as a pickle does; its brace follows.
      let isPickle =
        bytes.integer(UInt8.self, at: 0) == PickleOpcode.proto.rawValue
        && (bytes.integer(UInt8.self, at: 1) ?? .max) <= 5
        && bytes.integer(UInt8.self, at: 8) != UInt8(ascii: "{")
      return isPickle || ZipEnd.beginsArchive(bytes) || TarArchive.isArchive(bytes)
    }
  }

  /// Reads every storage once, and holds it against the checksum that the archive records.
  ///
  /// - Throws: ``CheckpointError``.
  public func verify() throws {
    guard let archive else { return }
    for member in archive.members { try archive.read(member) { _ in } }
  }

  private static func phrase(of bytes: UnsafeRawBufferPointer) -> String {
    if bytes.isEmpty { return "an empty file" }
    if let standIn = StandIn(bytes) { return standIn.phrase }
    if TarArchive.isArchive(bytes) {
      return "a tar archive (PyTorch before 0.1.10)"
    }
    if bytes[0] == 0x80 { return "a pickle" }
    return "other bytes"
  }
}

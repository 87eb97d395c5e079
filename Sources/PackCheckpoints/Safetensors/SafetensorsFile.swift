public import PackFiles
import PackJSON

/// A safetensors file, mapped and checked against every rule of the format.
///
/// Source: the format section of the safetensors README, and the behaviour of the reference library 0.8.0; where the
/// library accepts what the README forbids (a space before `{`, duplicate keys), the README is followed.
public final class SafetensorsFile: Sendable {
  /// The header's length may not be greater; the reference library has the same bound.
  public static let maximumHeaderSize = 100_000_000

  /// The name that messages give the file.
  public let name: String

  /// The map.
  public let file: MappedFile

  /// Size of the JSON header in bytes, padding included.
  public let headerSize: Int

  /// The tensors in the order of their bytes.
  public let tensors: [Tensor]

  /// `__metadata__`, or nil where the header has none.
  public let metadata: [String: String]?

  /// Maps a file and checks it.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - name: the name that errors give it, when that differs from the path.
  /// - Throws: ``PackFiles/FileError`` or ``CheckpointError``.
  /// - Complexity: O(h log h) in the size of the header; the tensors' bytes are not touched.
  public init(_ path: String, name: String? = nil) throws {
    let shown = name ?? path
    let file = try MappedFile(path, name: name)
    let header = try SafetensorsHeader(file: file, name: shown)
    self.name = shown
    self.file = file
    headerSize = header.size
    metadata = header.metadata
    tensors = header.entries.map { entry in
      Tensor(
        name: entry.name, dtype: entry.dtype, shape: entry.shape, file: file, fileName: shown,
        byteRange: (header.dataStart + entry.begin)..<(header.dataStart + entry.end))
    }
  }
}

import Files
import JSON

/// Writes safetensors files: equal tensors give equal bytes.
///
/// Tensors stand by descending alignment, then by name, as the reference library writes them; the header is padded to 8
/// bytes with spaces; `__metadata__` is `{"format":"pt"}`, without which transformers 4 refuses the file.
public enum SafetensorsWriter {
  /// A tensor to write.
  public struct Entry: Sendable {
    /// Name in the file.
    public var name: String
    /// The tensor whose elements are written; its own name does not matter.
    public var tensor: Tensor
    /// The type to write; the elements are converted where it differs from the tensor's.
    public var dtype: DType

    /// Creates an entry.
    ///
    /// - Parameter dtype: the type to write; nil keeps the tensor's own.
    public init(name: String, tensor: Tensor, dtype: DType? = nil) {
      self.name = name
      self.tensor = tensor
      self.dtype = dtype ?? tensor.dtype
    }
  }

  /// Elements that are converted at a time: it bounds the memory that writing takes.
  private static let chunk = 1 << 18

  /// Writes a new file, a chunk at a time.
  ///
  /// - Throws: ``Files/FileError``, or ``CheckpointError`` where a value does not fit the type that it is converted to.
  public static func write(_ entries: [Entry], to path: String) throws {
    let sorted = entries.sorted { left, right in
      left.dtype.bits != right.dtype.bits
        ? left.dtype.bits > right.dtype.bits : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
    var file = try OutputFile(creating: path)
    try file.write(header(of: sorted))
    for entry in sorted {
      if entry.dtype == entry.tensor.dtype {
        try file.write(entry.tensor.bytes)
      } else {
        for start in stride(from: 0, to: entry.tensor.count, by: chunk) {
          let end = min(start + chunk, entry.tensor.count)
          try file.write(try entry.tensor.converted(start..<end, to: entry.dtype))
        }
      }
    }
    try file.finish()
  }

  private static func header(of entries: [Entry]) -> [UInt8] {
    var header: JSONObject = ["__metadata__": .object(["format": .string("pt")])]
    var offset = 0
    for entry in entries {
      let size = entry.tensor.count * entry.dtype.bits / 8
      header[entry.name] = .object([
        "dtype": .string(entry.dtype.rawValue),
        "shape": .array(entry.tensor.shape.map { .int($0) }),
        "data_offsets": .array([.int(offset), .int(offset + size)]),
      ])
      offset += size
    }
    var text = Array(JSONValue.object(header).text(.line).utf8)
    text.append(contentsOf: repeatElement(0x20, count: (8 - text.count % 8) % 8))
    return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text
  }
}

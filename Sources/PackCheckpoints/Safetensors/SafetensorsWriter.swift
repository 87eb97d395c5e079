import PackFiles
import PackJSON

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
    /// Positions in the tensor's first dimension that are written, in this order; nil writes all as they stand.
    public var rows: [Int]?

    /// Creates an entry.
    ///
    /// - Parameters:
    ///   - dtype: the type to write; nil keeps the tensor's own.
    ///   - rows: the rows to write; nil writes all.
    public init(name: String, tensor: Tensor, dtype: DType? = nil, rows: [Int]? = nil) {
      self.name = name
      self.tensor = tensor
      self.dtype = dtype ?? tensor.dtype
      self.rows = rows
    }

    /// Dimensions in the file.
    public var shape: [Int] { rows.map { [$0.count] + tensor.shape.dropFirst() } ?? tensor.shape }

    /// Elements in the file.
    var count: Int { rows.map { $0.count * rowSize } ?? tensor.count }

    /// Positions of the elements that are written, in row-major order.
    var elements: [Range<Int>] {
      rows.map { $0.map { row in row * rowSize..<(row + 1) * rowSize } } ?? [0..<tensor.count]
    }

    private var rowSize: Int { tensor.shape.first.map { $0 == 0 ? 0 : tensor.count / $0 } ?? 0 }

    /// Refuses rows that the tensor does not have.
    func check() throws(CheckpointError) {
      guard let rows, let row = rows.first(where: { !(0..<(tensor.shape.first ?? 0)).contains($0) }) else {
        return
      }
      throw CheckpointError(
        .wrongShape, at: tensor.place, problem: "tensor has no such row", expected: "row \(row)",
        found: tensor.shapeText)
    }
  }

  /// Elements that are converted at a time: it bounds the memory that writing takes.
  private static let chunk = 1 << 18

  /// Writes a new file, a chunk at a time.
  ///
  /// - Throws: ``PackFiles/FileError``, or ``CheckpointError`` where a value does not fit the type that it is converted to.
  public static func write(_ entries: [Entry], to path: String) throws {
    for entry in entries { try entry.check() }
    let sorted = entries.sorted { left, right in
      left.dtype.bits != right.dtype.bits
        ? left.dtype.bits > right.dtype.bits : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
    var file = try OutputFile(creating: path)
    try file.write(header(of: sorted))
    for entry in sorted {
      for elements in entry.elements { try write(elements, of: entry, to: &file) }
    }
    try file.finish()
  }

  private static func write(_ elements: Range<Int>, of entry: Entry, to file: inout OutputFile) throws {
    if entry.dtype == entry.tensor.dtype {
      let bits = entry.dtype.bits
      let bytes = elements.lowerBound * bits / 8..<elements.upperBound * bits / 8
      try file.write(UnsafeRawBufferPointer(rebasing: entry.tensor.bytes[bytes]))
      return
    }
    for start in stride(from: elements.lowerBound, to: elements.upperBound, by: chunk) {
      let end = min(start + chunk, elements.upperBound)
      try file.write(try entry.tensor.converted(start..<end, to: entry.dtype))
    }
  }

  private static func header(of entries: [Entry]) -> [UInt8] {
    var header: JSONObject = ["__metadata__": .object(["format": .string("pt")])]
    var offset = 0
    for entry in entries {
      let size = entry.count * entry.dtype.bits / 8
      header[entry.name] = .object([
        "dtype": .string(entry.dtype.rawValue),
        "shape": .array(entry.shape.map { .int($0) }),
        "data_offsets": .array([.int(offset), .int(offset + size)]),
      ])
      offset += size
    }
    var text = Array(JSONValue.object(header).text(.line).utf8)
    text.append(contentsOf: repeatElement(0x20, count: (8 - text.count % 8) % 8))
    return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text
  }
}

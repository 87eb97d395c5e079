public import Files

/// A tensor inside a mapped file: name, type, shape, and its bytes in place, row-major and little-endian.
///
/// It keeps the map alive; nothing is copied.
public struct Tensor: Sendable {
  /// Name in the checkpoint.
  public let name: String
  /// Element type.
  public let dtype: DType
  /// Dimensions, outermost first; empty for a scalar.
  public let shape: [Int]
  /// The file that holds it.
  public let file: MappedFile
  /// The name that messages give the file.
  public let fileName: String
  /// Where the elements lie, in bytes from the start of the file.
  public let byteRange: Range<Int>

  /// The elements; the pointer need not be aligned, and is valid while a copy of this value is alive.
  public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: file.bytes[byteRange]) }

  /// Number of elements; the reader has checked that the product fits, unless a dimension is zero.
  public var count: Int { shape.contains(0) ? 0 : shape.reduce(1, *) }

  /// The tensor's place, for messages.
  public var place: Place { Place(file: fileName, tensor: name) }

  /// The shape as Python writes it, `[2, 384]`.
  public var shapeText: String { Self.text(of: shape) }

  /// A shape as Python writes it.
  public static func text(of shape: [Int]) -> String {
    "[" + shape.map { String($0) }.joined(separator: ", ") + "]"
  }
}

public import PackFiles

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

  /// The same elements under another name.
  public func renamed(_ name: String) -> Tensor {
    Tensor(name: name, dtype: dtype, shape: shape, file: file, fileName: fileName, byteRange: byteRange)
  }

  /// The first rows alone, a row being what stands under one index of the first dimension.
  ///
  /// - Throws: ``CheckpointError`` when there are fewer.
  public func firstRows(_ count: Int) throws(CheckpointError) -> Tensor {
    guard let rows = shape.first, count > 0, count <= rows else {
      throw CheckpointError(
        .wrongShape, at: place, problem: "tensor has too few rows", expected: "\(count) or more",
        found: shapeText)
    }
    return Tensor(
      name: name, dtype: dtype, shape: [count] + shape.dropFirst(), file: file, fileName: fileName,
      byteRange: byteRange.lowerBound..<(byteRange.lowerBound + byteRange.count / rows * count))
  }

  /// The tensor's place, for messages.
  public var place: Place { Place(file: fileName, tensor: name) }

  /// The shape as Python writes it, `[2, 384]`.
  public var shapeText: String { Self.text(of: shape) }

  /// A shape as Python writes it.
  public static func text(of shape: [Int]) -> String {
    "[" + shape.map { String($0) }.joined(separator: ", ") + "]"
  }
}

import PackCheckpoints
import PackFiles

/// The elements of a graph's constant as numbers, with how near they can come to the weights that they were made of.
struct ConstantValues {
  /// How the elements are stored.
  private enum Kind {
    case float32, float16, bfloat16, float64
    /// Levels, with the scale and the zero point of all or of each index of one dimension.
    case levels(isSigned: Bool, scales: [Float], zeros: [Int], axis: Int)
  }

  /// The constant's name, without what quantizers add to it.
  let stem: String
  let shape: [Int]
  private let kind: Kind
  private let file: MappedFile
  private let range: Range<Int>

  private static let quantizedEnding = "_quantized"

  /// Number of elements.
  var count: Int { shape.reduce(1, &*) }

  /// Whether two of them that are made of different weights differ, too.
  var isExact: Bool {
    if case .levels = kind { false } else { true }
  }

  /// Nil for a constant that is no weight, or whose elements are not there.
  init?(
    _ constant: ONNXGraph.Constant, of graph: ONNXGraph, files: [String: MappedFile?],
    all: [String: ONNXGraph.Constant]
  ) {
    guard let (file, range) = Self.elements(of: constant, graph, files) else { return nil }
    self.file = file
    self.range = range
    shape = constant.shape
    switch ONNXType(rawValue: constant.type) {
    case .float32: kind = .float32
    case .float16: kind = .float16
    case .bfloat16: kind = .bfloat16
    case .float64: kind = .float64
    case .int8, .uint8:
      guard constant.name.hasSuffix(Self.quantizedEnding) else { return nil }
      let isSigned = constant.type == ONNXType.int8.rawValue
      let stem = String(constant.name.dropLast(Self.quantizedEnding.count))
      guard
        let scales = all["\(stem)_scale"].flatMap({ Self.floats(of: $0, graph, files) }), !scales.isEmpty
      else { return nil }
      let zeros =
        all["\(stem)_zero_point"].flatMap { Self.bytes(of: $0, graph, files) }?
        .map { isSigned ? Int(Int8(bitPattern: $0)) : Int($0) } ?? [0]
      let isOfARow = shape.first == scales.count || shape.last == scales.count
      guard scales.count == 1 || isOfARow, zeros.count == 1 || zeros.count == scales.count else { return nil }
      // Outputs stand last in a matrix to multiply by, and entries first in a table to look in.
      let axis = shape.last == scales.count ? shape.count - 1 : 0
      kind = .levels(isSigned: isSigned, scales: scales, zeros: zeros, axis: axis)
      self.stem = stem
      return
    default: return nil
    }
    stem = constant.name
  }

  /// Whether all elements are a weight's, as near as their type allows.
  ///
  /// - Parameter budget: is lowered by the number of elements that were looked at; below 0 nothing is equal.
  func isEqual(to weight: WeightValues, isTransposed: Bool, budget: inout Int) -> Bool {
    let columns = weight.rowSize
    let rows = weight.rowCount
    let (relative, absolute) = tolerance(weight.tensor.dtype)
    for part in weight.pieces(elements: 1 << 16) {
      guard budget >= 0 else { return false }
      budget &-= part.count &* columns
      let isSame = try? weight.withRows(part) { floats in
        file.withBytes { bytes in
          for row in part {
            for column in 0..<columns {
              let expected = floats[(row - part.lowerBound) * columns + column]
              let index = isTransposed ? column * rows + row : row * columns + column
              let (found, step) = value(at: index, bytes)
              // Also false where one of the two is NaN.
              guard abs(found - expected) <= absolute + relative * abs(expected) + step || found == expected
              else { return false }
            }
          }
          return true
        }
      }
      guard isSame == true else { return false }
    }
    return true
  }

  private func tolerance(_ dtype: DType) -> (relative: Float, absolute: Float) {
    var relative: Float = 1e-6
    if dtype == .float16 { relative = 1e-3 }
    if dtype == .bfloat16 { relative = 8e-3 }
    switch kind {
    // Writers of half precision round up what would vanish.
    case .float16: return (max(relative, 1e-3), 1e-6)
    case .bfloat16: return (max(relative, 8e-3), 1e-6)
    default: return (relative, 1e-9)
    }
  }

  /// An element, and how far quantizing may have moved it.
  private func value(at index: Int, _ bytes: UnsafeRawBufferPointer) -> (value: Float, step: Float) {
    let start = range.lowerBound
    switch kind {
    case .float32:
      return (
        Float(
          bitPattern: UInt32(
            littleEndian: bytes.loadUnaligned(fromByteOffset: start + index * 4, as: UInt32.self))),
        0
      )
    case .float16:
      return (
        float(
          half: UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: start + index * 2, as: UInt16.self))),
        0
      )
    case .bfloat16:
      let bits = UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: start + index * 2, as: UInt16.self))
      return (Float(bitPattern: UInt32(bits) << 16), 0)
    case .float64:
      let bits = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start + index * 8, as: UInt64.self))
      return (Float(Double(bitPattern: bits)), 0)
    case .levels(let isSigned, let scales, let zeros, let axis):
      let byte = bytes[start + index]
      let level = isSigned ? Int(Int8(bitPattern: byte)) : Int(byte)
      let inner = shape[(axis + 1)...].reduce(1, &*)
      let place = scales.count == 1 ? 0 : index / inner % shape[axis]
      let scale = scales[place]
      return (Float(level - zeros[zeros.count == 1 ? 0 : place]) * scale, abs(scale))
    }
  }

  // MARK: Where the elements are

  private static func elements(
    of constant: ONNXGraph.Constant, _ graph: ONNXGraph, _ files: [String: MappedFile?]
  ) -> (file: MappedFile, range: Range<Int>)? {
    guard let size = constant.byteCount, size > 0 else { return nil }
    switch constant.elements {
    case .raw(let range): return range.count == size ? (graph.file, range) : nil
    case .external(let location, let offset, _):
      guard let file = files[location] ?? nil, offset <= file.count, size <= file.count - offset else {
        return nil
      }
      return (file, offset..<offset + size)
    case .other: return nil
    }
  }

  private static func bytes(
    of constant: ONNXGraph.Constant, _ graph: ONNXGraph, _ files: [String: MappedFile?]
  ) -> [UInt8]? {
    guard let (file, range) = elements(of: constant, graph, files), range.count <= 1 << 24 else { return nil }
    return file.withBytes { Array($0[range]) }
  }

  private static func floats(
    of constant: ONNXGraph.Constant, _ graph: ONNXGraph, _ files: [String: MappedFile?]
  ) -> [Float]? {
    guard constant.type == ONNXType.float32.rawValue else { return nil }
    return bytes(of: constant, graph, files).map { bytes in
      bytes.withUnsafeBytes { raw in
        (0..<raw.count / 4).map {
          Float(bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)))
        }
      }
    }
  }
}

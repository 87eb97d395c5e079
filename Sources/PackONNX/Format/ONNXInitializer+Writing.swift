import PackCheckpoints
import PackFiles

extension ONNXInitializer {
  /// Elements that are in memory at a time, where they can be written in the order in which they are read.
  private static let piece = 1 << 18

  /// Writes the elements.
  ///
  /// - Throws: ``PackFiles/FileError``, or ``PackCheckpoints/CheckpointError``.
  func writeElements(to file: inout OutputFile) throws {
    switch source {
    case .bytes(let bytes): try file.write(bytes)
    case .weight(let values, false):
      for rows in values.pieces(elements: Self.piece) {
        try file.write(values.withRows(rows) { Array(UnsafeRawBufferPointer($0)) })
      }
    case .weight(let values, true):
      try file.write(try Self.transposed(values, of: Float.self) { value, _ in value })
    case .quantized(let values, let levels, let isTransposed):
      let scales = try Self.scales(values, levels)
      let last = Float(levels)
      func level(_ value: Float, _ row: Int) -> Int8 {
        Int8(min(max((value / scales[row]).rounded(.toNearestOrEven), -last), last))
      }
      if isTransposed {
        try file.write(try Self.transposed(values, of: Int8.self, level))
        return
      }
      for rows in values.pieces(elements: Self.piece) {
        let width = values.rowSize
        let bytes = try values.withRows(rows) { floats in
          floats.indices.map { UInt8(bitPattern: level(floats[$0], rows.lowerBound + $0 / max(1, width))) }
        }
        try file.write(bytes)
      }
    case .scales(let values, let levels):
      try file.write(try Self.scales(values, levels).withUnsafeBytes { Array($0) })
    }
  }

  /// For each row the step between two levels, so that the largest value is the last one.
  ///
  /// - Throws: ``ONNXError`` for a number that is not finite.
  private static func scales(_ values: WeightValues, _ levels: Int) throws -> [Float] {
    var scales: [Float] = []
    scales.reserveCapacity(values.rowCount)
    let width = values.rowSize
    for rows in values.pieces(elements: piece) {
      try values.withRows(rows) { floats in
        for row in 0..<rows.count {
          var largest: Float = 0
          for value in floats[row * width..<(row + 1) * width] {
            guard value.isFinite else {
              throw ONNXError(
                .unsupported, at: values.tensor.place, problem: "weight cannot be quantized",
                expected: "finite numbers", found: "\(value)")
            }
            largest = max(largest, abs(value))
          }
          // Of numbers that are hardly any, all levels are 0.
          let step = largest / Float(levels)
          scales.append(step.isNormal ? step : 1)
        }
      }
    }
    return scales
  }

  /// The elements of a matrix column by column.
  private static func transposed<Element>(
    _ values: WeightValues, of: Element.Type, _ convert: (Float, _ row: Int) -> Element
  ) throws -> [UInt8] {
    let (rows, columns) = (values.rowCount, values.rowSize)
    let size = MemoryLayout<Element>.stride
    return try [UInt8](unsafeUninitializedCapacity: rows * columns * size) { buffer, count in
      let target = UnsafeMutableRawBufferPointer(buffer)
      // A few rows at a time: their targets share cache lines.
      for part in stride(from: 0, to: rows, by: 16).map({ $0..<min($0 + 16, rows) }) {
        try values.withRows(part) { floats in
          for column in 0..<columns {
            for row in part {
              let value = convert(floats[(row - part.lowerBound) * columns + column], row)
              target.storeBytes(of: value, toByteOffset: (column * rows + row) * size, as: Element.self)
            }
          }
        }
      }
      count = rows * columns * size
    }
  }
}

import PackFiles

/// Writes the elements of a strided tensor in row-major order.
enum StridedCopy {
  private static let bufferSize = 1 << 18

  /// Writes all elements.
  ///
  /// - Parameter storage: the whole storage; the tensor has been checked against its size.
  static func write(
    _ tensor: TorchTensor, of storage: UnsafeRawBufferPointer, to output: inout OutputFile
  ) throws(FileError) {
    guard tensor.count > 0, let base = storage.baseAddress else { return }
    // The innermost dimensions whose elements lie side by side are copied as one unit.
    var unit = tensor.elementSize
    var dimensions = zip(tensor.shape, tensor.strides).filter { $0.0 != 1 }
      .map { (size: $0.0, stride: $0.1 * tensor.elementSize) }
    while let last = dimensions.last, last.stride == unit {
      unit *= last.size
      dimensions.removeLast()
    }
    let inner = dimensions.popLast() ?? (size: 1, stride: 0)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bufferSize, alignment: 16)
    defer { buffer.deallocate() }
    var filled = 0
    var indices = [Int](repeating: 0, count: dimensions.count)
    var start = tensor.byteOffset
    while true {
      for position in 0..<inner.size {
        let source = base + start + position * inner.stride
        if unit > bufferSize - filled {
          try output.write(UnsafeRawBufferPointer(rebasing: buffer[..<filled]))
          filled = 0
        }
        if unit > bufferSize {
          try output.write(UnsafeRawBufferPointer(start: source, count: unit))
          continue
        }
        copy(unit, from: source, to: buffer, at: filled)
        filled += unit
      }
      var dimension = dimensions.count - 1
      while dimension >= 0 {
        indices[dimension] += 1
        start += dimensions[dimension].stride
        if indices[dimension] < dimensions[dimension].size { break }
        start -= dimensions[dimension].stride * dimensions[dimension].size
        indices[dimension] = 0
        dimension -= 1
      }
      if dimension < 0 { break }
    }
    try output.write(UnsafeRawBufferPointer(rebasing: buffer[..<filled]))
  }

  @inline(__always)
  private static func copy(
    _ unit: Int, from source: UnsafeRawPointer, to buffer: UnsafeMutableRawBufferPointer, at offset: Int
  ) {
    switch unit {
    case 4:
      buffer.storeBytes(of: source.loadUnaligned(as: UInt32.self), toByteOffset: offset, as: UInt32.self)
    case 2:
      buffer.storeBytes(of: source.loadUnaligned(as: UInt16.self), toByteOffset: offset, as: UInt16.self)
    default:
      UnsafeMutableRawBufferPointer(rebasing: buffer[offset..<(offset + unit)])
        .copyMemory(from: UnsafeRawBufferPointer(start: source, count: unit))
    }
  }
}

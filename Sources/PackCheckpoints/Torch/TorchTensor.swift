import PackFiles

/// A tensor as a pickle describes it: a view of a storage, by strides.
struct TorchTensor: Sendable, Hashable {
  let dtype: DType
  let shape: [Int]
  /// Elements from one index to the next, a dimension each; never negative.
  let strides: [Int]
  /// Position of the first element in the storage, in bytes.
  let byteOffset: Int
  /// Number of the storage.
  let storage: Int
  /// Number of elements.
  let count: Int

  /// PyTorch's own limit.
  static let maximumRank = 64

  /// Bytes that the elements take when they lie side by side.
  var byteCount: Int { count * elementSize }

  /// Size of an element in bytes.
  var elementSize: Int { dtype.bits / 8 }

  /// Whether the elements lie side by side, in row-major order.
  var isContiguous: Bool {
    guard count > 0 else { return true }
    var expected = 1
    for (size, stride) in zip(shape, strides).reversed() where size != 1 {
      guard stride == expected else { return false }
      expected *= size
    }
    return true
  }

  /// Checks a view against its storage.
  ///
  /// - Parameters:
  ///   - offset: position of the first element, in elements.
  ///   - range: the part of the storage that may be seen, in bytes.
  ///   - place: where the pickle builds it.
  /// - Throws: ``CheckpointError`` where an element lies outside, or a size does not fit 64 bits.
  init(
    dtype: DType, shape: [Int], strides: [Int], offset: Int, storage: Int, range: Range<Int>, at place: Place
  ) throws(CheckpointError) {
    guard shape.count == strides.count, shape.count <= Self.maximumRank, offset >= 0,
      shape.allSatisfy({ $0 >= 0 }), strides.allSatisfy({ $0 >= 0 })
    else {
      throw CheckpointError(
        .torchBounds, at: place, problem: "invalid tensor layout",
        expected: "a stride for each of at most \(Self.maximumRank) dimensions, nothing negative",
        found: "shape \(Self.text(of: shape)), strides \(Self.text(of: strides)), offset \(offset)")
    }
    let isEmpty = shape.contains(0)
    var count = isEmpty ? 0 : 1
    var last = offset
    var overflows = false
    for (size, stride) in zip(shape, strides) where !isEmpty && size > 1 {
      let (product, first) = count.multipliedReportingOverflow(by: size)
      let (span, second) = (size - 1).multipliedReportingOverflow(by: stride)
      let (sum, third) = last.addingReportingOverflow(span)
      (count, last) = (product, sum)
      overflows = overflows || first || second || third
    }
    let size = dtype.bits / 8
    let (_, countOverflows) = count.multipliedReportingOverflow(by: size)
    let (start, startOverflows) = offset.multipliedReportingOverflow(by: size)
    let (limit, limitOverflows) = last.multipliedReportingOverflow(by: size)
    guard !overflows, !countOverflows, !startOverflows, !limitOverflows,
      isEmpty || range.count >= size && limit <= range.count - size
    else {
      throw CheckpointError(
        .torchBounds, at: place, problem: "tensor extends beyond its storage",
        expected: "elements within \(range.count) bytes",
        found:
          "\(dtype.rawValue) \(Tensor.text(of: shape)), strides \(Tensor.text(of: strides)), from element \(offset)"
      )
    }
    self.dtype = dtype
    self.shape = shape
    self.strides = strides
    self.storage = storage
    self.count = count
    byteOffset = isEmpty ? 0 : range.lowerBound + start
  }

  /// Dimensions for a message, which carries only so many.
  private static func text(of values: [Int]) -> String {
    Tensor.text(of: Array(values.prefix(8))) + (values.count > 8 ? " and \(values.count - 8) more" : "")
  }
}

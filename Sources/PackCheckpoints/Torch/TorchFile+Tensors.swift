import PackFiles

extension TorchFile {
  private typealias Readable = (file: MappedFile, range: Range<Int>)

  /// The tensors with their elements, row-major and little-endian.
  ///
  /// A tensor whose elements lie so in the file is read in place. Deflated or big-endian storages, and tensors with
  /// other strides, are first written to a file without a name, a piece at a time, and read from there: memory stays
  /// bounded, and the file goes away with the tensors.
  ///
  /// - Parameter temporaryDirectory: where that file lies; `TMPDIR` or `/var/tmp` by default.
  /// - Throws: ``PackFiles/FileError``, or ``CheckpointError`` where a checksum is wrong.
  public func tensors(temporaryDirectory: String? = nil) throws -> [Tensor] {
    let storages = try readableStorages(temporaryDirectory)
    var places: [TorchTensor: Readable] = [:]
    var scattered: [TorchTensor] = []
    for (_, tensor) in contents.entries where places[tensor] == nil {
      let (file, range) = storages[tensor.storage]
      let start = range.lowerBound + tensor.byteOffset
      places[tensor] = (file, start..<(start + (tensor.isContiguous ? tensor.byteCount : 0)))
      if !tensor.isContiguous { scattered.append(tensor) }
    }
    if !scattered.isEmpty {
      let gathered = try gather(scattered, from: storages, temporaryDirectory)
      for (tensor, place) in zip(scattered, gathered) { places[tensor] = place }
    }
    return contents.entries.compactMap { name, tensor in
      places[tensor].map { file, range in
        Tensor(
          name: name, dtype: tensor.dtype, shape: tensor.shape, file: file, fileName: self.name,
          byteRange: range)
      }
    }
  }

  /// The storages as little-endian bytes in a map: the file's own where possible.
  private func readableStorages(_ directory: String?) throws -> [Readable] {
    var result: [Readable] = []
    var unread: [Int] = []
    for (position, source) in contents.sources.enumerated() {
      switch source {
      case .inPlace(let range, let member) where !contents.isBigEndian:
        if let member { try archive?.read(member) { _ in } }
        result.append((file, range))
      default:
        unread.append(position)
        result.append((file, 0..<0))
      }
    }
    guard !unread.isEmpty else { return result }
    let units = try swappedUnits()
    var output = try OutputFile(temporaryIn: directory)
    var size = 0
    for position in unread {
      var swap = ByteSwap(unit: units[position])
      try read(contents.sources[position]) { piece in try output.write(swap.swapped(piece)) }
      let count = contents.storages[position].byteCount
      result[position].range = size..<(size + count)
      size += count
    }
    let map = try output.map(as: file.path)
    for position in unread { result[position].file = map }
    return result
  }

  /// Passes a storage's bytes on as they are in the file, inflated.
  private func read(_ source: TorchSource, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    switch source {
    case .inPlace(_, let member?), .deflated(let member): try archive?.read(member, body)
    case .inPlace(let range, nil):
      try file.withBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }
  }

  /// How many bytes are to be reversed at a time, a storage each; 1 where nothing is.
  private func swappedUnits() throws(CheckpointError) -> [Int] {
    guard contents.isBigEndian else { return contents.storages.map { _ in 1 } }
    for (name, tensor) in contents.entries
    where tensor.elementSize > 1 && contents.storages[tensor.storage].dtype == nil {
      // torch reverses by the storage's type, and so not at all here: it gives such tensors wrong values.
      throw CheckpointError(
        .torchUnsupported, at: Place(file: self.name, tensor: name),
        problem: "big-endian tensor in an untyped storage")
    }
    return contents.storages.map { $0.dtype == .complex64 ? 4 : $0.elementSize }
  }

  /// Writes tensors out row by row.
  private func gather(
    _ tensors: [TorchTensor], from storages: [Readable], _ directory: String?
  ) throws -> [Readable] {
    var output = try OutputFile(temporaryIn: directory)
    var ranges: [Range<Int>] = []
    var size = 0
    for tensor in tensors {
      let (file, range) = storages[tensor.storage]
      try file.withBytes { bytes in
        try StridedCopy.write(tensor, of: UnsafeRawBufferPointer(rebasing: bytes[range]), to: &output)
      }
      ranges.append(size..<(size + tensor.byteCount))
      size += tensor.byteCount
    }
    let map = try output.map(as: file.path)
    return ranges.map { (map, $0) }
  }
}

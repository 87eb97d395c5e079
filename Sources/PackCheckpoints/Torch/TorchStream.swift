import PackFiles
import PackJSON

/// The stream that torch.save wrote before PyTorch 1.6, and still does when asked to: five pickles (magic number, protocol,
/// system info, object, keys of the storages), then each storage as its number of elements and its bytes.
///
/// The storages are little-endian on every machine, whatever the system info says.
///
/// Source: `_legacy_save` in torch/serialization.py of PyTorch.
struct TorchStream {
  /// The pickle that every stream begins with: protocol 2, and the magic number 0x1950a86a20f9469cfc6c.
  static let magic: [UInt8] = [
    0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
  ]
  private static let protocolVersion = 1001

  let file: MappedFile
  let name: String

  /// Whether a file begins as the stream does, under any protocol that has the number in this form.
  static func isStream(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let start = bytes.part(0, 2), start[0] == 0x80, (2...5).contains(start[1]) else { return false }
    return bytes.dropFirst(2).starts(with: magic.dropFirst(2))
      || bytes.count > 11 && bytes[2] == PickleOpcode.frame.rawValue
        && bytes.dropFirst(11).starts(with: magic.dropFirst(2))
  }

  /// Reads the object, and finds the storages.
  func contents() throws -> TorchContents {
    try file.withBytes { bytes in
      var machine = TorchMachine(PickleDecoder(bytes, name: name))
      // The magic number has been seen already.
      _ = try machine.run()
      guard case .int(Self.protocolVersion) = try machine.run() else {
        throw CheckpointError(
          .notTorchFile, at: Place(file: name, byteOffset: machine.offset),
          problem: "unknown legacy format protocol", expected: "\(Self.protocolVersion)")
      }
      guard case .dictionary = try machine.run() else {
        throw CheckpointError(
          .notTorchFile, at: Place(file: name, byteOffset: machine.offset),
          problem: "legacy file has no system info", expected: "a dictionary")
      }
      var contents = try TorchContents(try machine.run(), in: machine)
      let known = machine.reader.storagePositions
      let count = contents.storages.count
      guard case .list(let container) = try machine.run(), machine.heap[container].count == count,
        machine.reader.storages.count == count
      else {
        throw CheckpointError(
          .torchStorage, at: Place(file: name, byteOffset: machine.offset),
          problem: "wrong list of storages", expected: "the keys of \(count)")
      }
      var sources = [TorchSource?](repeating: nil, count: count)
      var offset = machine.decoder.position
      for key in machine.heap[container] {
        guard let key = machine.storageKey(key), let position = known[ExactText(key)],
          sources[position] == nil
        else {
          throw CheckpointError(
            .torchStorage, at: Place(file: name, byteOffset: machine.offset),
            problem: "listed storage is unused or listed twice", found: key.phrase)
        }
        let storage = contents.storages[position]
        guard let elements = bytes.integer(UInt64.self, at: offset), elements == UInt64(storage.count),
          bytes.count - offset - 8 >= storage.byteCount
        else {
          throw CheckpointError(
            .torchStorage, at: Place(file: name, byteOffset: offset),
            problem: "storage is truncated, or its size differs from the pickle",
            expected: "\(storage.count) elements of \(storage.elementSize) bytes")
        }
        sources[position] = .inPlace((offset + 8)..<(offset + 8 + storage.byteCount), nil)
        offset += 8 + storage.byteCount
      }
      guard offset == bytes.count else {
        throw CheckpointError(
          .torchStorage, at: Place(file: name, byteOffset: offset), problem: "bytes after the last storage")
      }
      contents.sources = sources.compactMap { $0 }
      return contents
    }
  }
}

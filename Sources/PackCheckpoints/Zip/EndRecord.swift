import PackFiles

/// The end of a zip archive: where its central directory lies, by the classic record or the zip64 one before it.
struct EndRecord {
  /// Where the first of the end's records begins, and so where the directory must end.
  let offset: Int
  let directoryOffset: Int
  let directorySize: Int
  let count: Int

  private static let size = 22
  private static let locatorSize = 20
  private static let wideSize = 56

  /// Reads the end, which has to be the file's last 22 bytes: with a comment, readers differ on where the end is.
  init(_ bytes: UnsafeRawBufferPointer, name: String) throws(CheckpointError) {
    let position = bytes.count - Self.size
    guard let end = bytes.part(position, Self.size), end.integer(UInt32.self, at: 0) == 0x0605_4B50,
      end.integer(UInt16.self, at: 20) == 0
    else {
      throw CheckpointError(
        .zipMalformed, at: Place(file: name, byteOffset: max(0, position)),
        problem: "zip archive is truncated, or followed by other bytes",
        expected: "the end of the central directory as the last 22 bytes")
    }
    func short(_ at: Int) -> UInt16 { end.integer(UInt16.self, at: at) ?? 0 }
    func long(_ at: Int) -> UInt32 { end.integer(UInt32.self, at: at) ?? 0 }
    guard short(4) == 0 || short(4) == .max, short(6) == 0 || short(6) == .max, short(8) == short(10) else {
      throw CheckpointError(
        .zipUnsupported, at: Place(file: name, byteOffset: position),
        problem: "multi-volume zip archive")
    }
    let narrow = (count: UInt64(short(10)), size: UInt64(long(12)), offset: UInt64(long(16)))
    let wide = try Self.wide(bytes, before: position, name: name)
    func agrees(_ narrow: UInt64, _ wide: UInt64, saturated: UInt64) -> Bool {
      narrow == wide || narrow == saturated
    }
    if let wide {
      guard agrees(narrow.count, wide.count, saturated: 0xFFFF),
        agrees(narrow.size, wide.size, saturated: 0xFFFF_FFFF),
        agrees(narrow.offset, wide.offset, saturated: 0xFFFF_FFFF)
      else {
        throw CheckpointError(
          .zipDisagrees, at: Place(file: name, byteOffset: position),
          problem: "zip and zip64 records disagree about the directory")
      }
    }
    let (count, size, offset) = wide.map { ($0.count, $0.size, $0.offset) } ?? narrow
    self.offset = wide?.position ?? position
    guard let count = Int(exactly: count), let size = Int(exactly: size), let offset = Int(exactly: offset),
      offset <= self.offset, size == self.offset - offset
    else {
      throw CheckpointError(
        .zipMalformed, at: Place(file: name, byteOffset: position),
        problem: "zip directory is misplaced",
        expected: "an end at byte \(self.offset)", found: "\(size) bytes from byte \(offset)")
    }
    self.count = count
    directorySize = size
    directoryOffset = offset
  }

  private static func wide(
    _ bytes: UnsafeRawBufferPointer, before end: Int, name: String
  ) throws(CheckpointError) -> (position: Int, count: UInt64, size: UInt64, offset: UInt64)? {
    let locatorPosition = end - locatorSize
    guard let locator = bytes.part(locatorPosition, locatorSize),
      locator.integer(UInt32.self, at: 0) == 0x0706_4B50
    else { return nil }
    let position = locatorPosition - wideSize
    guard let record = bytes.part(position, wideSize), record.integer(UInt32.self, at: 0) == 0x0606_4B50,
      record.integer(UInt64.self, at: 4) == UInt64(wideSize - 12),
      locator.integer(UInt64.self, at: 8) == UInt64(position),
      locator.integer(UInt32.self, at: 4) == 0, record.integer(UInt32.self, at: 16) == 0,
      record.integer(UInt32.self, at: 20) == 0,
      let count = record.integer(UInt64.self, at: 32), record.integer(UInt64.self, at: 24) == count,
      let size = record.integer(UInt64.self, at: 40), let offset = record.integer(UInt64.self, at: 48)
    else {
      throw CheckpointError(
        .zipMalformed, at: Place(file: name, byteOffset: max(0, position)), problem: "malformed zip64 record",
        expected: "the zip64 end of the central directory right before its locator")
    }
    return (position, count, size, offset)
  }
}

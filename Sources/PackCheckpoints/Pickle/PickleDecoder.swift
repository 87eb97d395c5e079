import PackFiles

/// Cuts a pickle stream into instructions; it neither keeps nor understands what they say.
struct PickleDecoder {
  /// No line of a real pickle is longer.
  static let maximumLine = 4096

  let bytes: UnsafeRawBufferPointer
  /// The name that messages give the stream.
  let name: String
  /// Where the next instruction begins.
  private(set) var position: Int

  init(_ bytes: UnsafeRawBufferPointer, name: String, from position: Int = 0) {
    self.bytes = bytes
    self.name = name
    self.position = position
  }

  /// The next instruction.
  ///
  /// - Throws: ``CheckpointError`` where the stream ends, or an opcode is unknown.
  mutating func next() throws(CheckpointError) -> PickleInstruction {
    let offset = position
    guard let byte = bytes.integer(UInt8.self, at: offset) else { throw truncated(at: offset) }
    guard let opcode = PickleOpcode(rawValue: byte) else {
      throw CheckpointError(
        .pickleOpcode, at: Place(file: name, byteOffset: offset), problem: "not an opcode of pickle",
        found: "byte \(byte)")
    }
    position += 1
    return PickleInstruction(
      opcode: opcode, argument: try argument(opcode.argument, of: offset), offset: offset)
  }

  private mutating func argument(
    _ form: PickleOpcode.Argument, of offset: Int
  ) throws(CheckpointError) -> PickleInstruction.Argument {
    switch form {
    case .nothing: return .nothing
    case .unsigned(let width): return .integer(try unsigned(width, of: offset))
    case .signed:
      guard let value = bytes.integer(Int32.self, at: position) else { throw truncated(at: offset) }
      position += 4
      return .integer(Int(value))
    case .double:
      guard let value = bytes.integer(UInt64.self, at: position) else { throw truncated(at: offset) }
      position += 8
      return .double(Double(bitPattern: value.byteSwapped))
    case .lines(1): return .bytes(try line(of: offset))
    case .lines:
      let first = try line(of: offset)
      return .pair(first, try line(of: offset))
    case .counted(let width):
      let count = try unsigned(width, of: offset)
      guard count <= bytes.count - position else { throw truncated(at: offset) }
      defer { position += count }
      return .bytes(position..<(position + count))
    }
  }

  private mutating func unsigned(_ width: Int, of offset: Int) throws(CheckpointError) -> Int {
    guard let field = bytes.part(position, width) else { throw truncated(at: offset) }
    position += width
    var value: UInt64 = 0
    for byte in field.reversed() { value = value << 8 | UInt64(byte) }
    // Whatever does not fit is beyond every end, too.
    return Int(exactly: value) ?? .max
  }

  private mutating func line(of offset: Int) throws(CheckpointError) -> Range<Int> {
    let start = position
    let end = min(bytes.count, start + Self.maximumLine)
    guard let feed = bytes[start..<end].firstIndex(of: 0x0A) else { throw truncated(at: offset) }
    position = feed + 1
    return start..<feed
  }

  private func truncated(at offset: Int) -> CheckpointError {
    CheckpointError(
      .pickleTruncated, at: Place(file: name, byteOffset: offset), problem: "pickle is cut off",
      expected: "a whole instruction", found: "the end of its bytes")
  }
}

import PackFiles

/// Cuts a pickle stream into instructions; it neither keeps nor understands what they say.
struct PickleDecoder {
  /// Which lines are taken for arguments.
  enum Lines {
    /// Those that a checkpoint has: none is longer than 4,096 bytes.
    case ofCheckpoints
    /// Whatever Python takes: lines of any length, and at the very end one without a line feed, which Lib/pickle.py cuts
    /// its last byte off.
    case asPython
    /// The same of bytes that are only the beginning.
    case asPythonOfBeginning
  }

  private static let longestOfCheckpoints = 4096

  let bytes: UnsafeRawBufferPointer
  /// The name that messages give the stream.
  let name: String
  /// Where the next instruction begins.
  private(set) var position: Int

  private let lines: Lines
  /// Where the frame ends that was begun last.
  private var frameEnd = 0

  init(
    _ bytes: UnsafeRawBufferPointer, name: String, from position: Int = 0, lines: Lines = .ofCheckpoints
  ) {
    self.bytes = bytes
    self.name = name
    self.position = position
    self.lines = lines
  }

  /// The next instruction.
  ///
  /// - Throws: ``CheckpointError`` where the stream ends, an opcode is unknown, or a frame ends within the instruction.
  mutating func next() throws(CheckpointError) -> PickleInstruction {
    let offset = position
    guard let byte = bytes.integer(UInt8.self, at: offset) else { throw truncated(at: offset) }
    guard let opcode = PickleOpcode(rawValue: byte) else {
      throw CheckpointError(
        .pickleOpcode, at: Place(file: name, byteOffset: offset), problem: "unknown pickle opcode",
        found: "byte \(byte)")
    }
    position += 1
    let argument = try argument(opcode.argument, of: offset)
    if case (.frame, .integer(let size)) = (opcode, argument) { try begin(frameOf: size, at: offset) }
    return PickleInstruction(opcode: opcode, argument: argument, offset: offset)
  }

  private mutating func argument(
    _ form: PickleOpcode.Argument, of offset: Int
  ) throws(CheckpointError) -> PickleInstruction.Argument {
    switch form {
    case .nothing: return .nothing
    case .unsigned(let width): return .integer(try unsigned(width, of: offset))
    case .signed:
      guard let value = bytes.integer(Int32.self, at: position) else { throw truncated(at: offset) }
      try advance(4, of: offset)
      return .integer(Int(value))
    case .double:
      guard let value = bytes.integer(UInt64.self, at: position) else { throw truncated(at: offset) }
      try advance(8, of: offset)
      return .double(Double(bitPattern: value.byteSwapped))
    case .lines(1): return .bytes(try line(of: offset))
    case .lines:
      let first = try line(of: offset)
      return .pair(first, try line(of: offset))
    case .counted(let width):
      let count = try unsigned(width, of: offset)
      guard count <= bytes.count - position else { throw truncated(at: offset) }
      let start = position
      try advance(count, of: offset)
      return .bytes(start..<position)
    }
  }

  private mutating func unsigned(_ width: Int, of offset: Int) throws(CheckpointError) -> Int {
    guard let field = bytes.part(position, width) else { throw truncated(at: offset) }
    try advance(width, of: offset)
    var value: UInt64 = 0
    for byte in field.reversed() { value = value << 8 | UInt64(byte) }
    // Whatever does not fit is beyond every end, too.
    return Int(exactly: value) ?? .max
  }

  private mutating func line(of offset: Int) throws(CheckpointError) -> Range<Int> {
    let start = position
    let longest = lines == .ofCheckpoints ? Self.longestOfCheckpoints : Int.max
    let rest = bytes[start...].prefix(longest)
    if let feed = rest.firstIndex(of: 0x0A) {
      try advance(feed + 1 - start, of: offset)
      return start..<feed
    }
    if rest.count >= longest {
      throw CheckpointError(
        .pickleLimit, at: Place(file: name, byteOffset: offset), problem: "pickle line is too long",
        expected: "at most \(longest) bytes")
    }
    guard lines == .asPython, start < bytes.count else { throw truncated(at: offset) }
    try advance(bytes.count - start, of: offset)
    return start..<(bytes.count - 1)
  }

  /// Takes bytes, which a frame has to hold whole or not at all: of those of a frame that are too few, Lib/pickle.py makes
  /// an error, and the Unpickler in C drops them where it reads a file, and takes what follows the frame.
  private mutating func advance(_ count: Int, of offset: Int) throws(CheckpointError) {
    guard position >= frameEnd || count <= frameEnd - position else { throw crossing(at: offset) }
    position += count
  }

  private mutating func begin(frameOf size: Int, at offset: Int) throws(CheckpointError) {
    if position >= frameEnd {
      let (end, overflow) = position.addingReportingOverflow(size)
      frameEnd = overflow ? .max : end
    } else if size > frameEnd - position {
      throw crossing(at: offset)
    }
  }

  private func crossing(at offset: Int) -> CheckpointError {
    CheckpointError(
      .pickleFrame, at: Place(file: name, byteOffset: offset),
      problem: "pickle frame ends within an instruction, where Python's two readers differ")
  }

  private func truncated(at offset: Int) -> CheckpointError {
    CheckpointError(
      .pickleTruncated, at: Place(file: name, byteOffset: offset), problem: "pickle is truncated",
      expected: "a whole instruction", found: "the end of its bytes")
  }
}

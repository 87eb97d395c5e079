import PackFiles
import PackJSON

/// Runs a checkpoint's pickle without Python: containers are built, and nothing is ever called. What the names in it stand
/// for, its reader says. An instruction that the reader's writer does not use, or a name that the reader does not know, ends
/// it.
struct PickleMachine<Reader: PickleReader> {
  typealias Value = PickleValue<Reader>

  var decoder: PickleDecoder
  /// The elements of each container; for a dictionary, keys and values in turn.
  var heap: [[Value]] = []
  var stack: [Value] = []
  /// What understands the names, and holds what they made.
  var reader = Reader()
  /// Offset of the instruction that is being run.
  var offset = 0

  private var marks: [Int] = []
  private var memo: [Int: Value] = [:]
  private var instructionCount = 0
  private var elementCount = 0

  init(_ decoder: PickleDecoder) { self.decoder = decoder }

  /// Runs to STOP, and leaves the decoder right after it: another pickle may follow.
  ///
  /// - Returns: the object that was pickled.
  mutating func run() throws(CheckpointError) -> Value {
    stack.removeAll()
    marks.removeAll()
    memo.removeAll()
    let start = decoder.position
    while true {
      let instruction = try decoder.next()
      offset = instruction.offset
      instructionCount += 1
      guard instructionCount <= PickleLimit.instructions, decoder.position - start <= PickleLimit.bytes,
        stack.count <= PickleLimit.stack, marks.count <= PickleLimit.stack, memo.count <= PickleLimit.memo,
        heap.count + reader.count <= PickleLimit.containers, elementCount <= PickleLimit.elements
      else { throw error(.pickleLimit, "pickle is too large or nested too deeply") }
      if instruction.opcode == .stop {
        let value = try pop()
        guard stack.isEmpty, marks.isEmpty else {
          throw error(.pickleMalformed, "values are left on the stack")
        }
        return value
      }
      if instruction.opcode == .proto {
        guard instruction.offset == start, case .integer(2...5) = instruction.argument else {
          throw error(.pickleMalformed, "PROTO is not version 2 to 5, or not at the start")
        }
        continue
      }
      try run(instruction)
    }
  }

  private mutating func run(_ instruction: PickleInstruction) throws(CheckpointError) {
    switch (instruction.opcode, instruction.argument) {
    case (.none, _): stack.append(.none)
    case (.newtrue, _): stack.append(.bool(true))
    case (.newfalse, _): stack.append(.bool(false))
    case (.binint, .integer(let value)), (.binint1, .integer(let value)), (.binint2, .integer(let value)):
      stack.append(.int(value))
    case (.binfloat, .double(let value)): stack.append(.double(value))
    case (.int, .bytes(let line)), (.long, .bytes(let line)):
      stack.append(try decimal(line, instruction.opcode))
    case (.long1, .bytes(let range)), (.long4, .bytes(let range)): stack.append(try integer(range))
    case (.binunicode, .bytes(let range)), (.shortBinunicode, .bytes(let range)),
      (.binunicode8, .bytes(let range)), (.binstring, .bytes(let range)),
      (.shortBinstring, .bytes(let range)):
      stack.append(.text(range))
    case (.binbytes, .bytes(let range)), (.shortBinbytes, .bytes(let range)), (.binbytes8, .bytes(let range)),
      (.bytearray8, .bytes(let range)):
      stack.append(.bytes(range))
    case (.emptyTuple, _): stack.append(.tuple(allocate([])))
    case (.emptyList, _): stack.append(.list(allocate([])))
    case (.emptyDict, _): stack.append(.dictionary(allocate([])))
    case (.emptySet, _): stack.append(.set(allocate([])))
    case (.mark, _): marks.append(stack.count)
    case (.tuple, _): stack.append(.tuple(allocate(try popToMark())))
    case (.frozenset, _): stack.append(.set(allocate(try popToMark())))
    case (.tuple1, _): stack.append(.tuple(allocate(try pop(1))))
    case (.tuple2, _): stack.append(.tuple(allocate(try pop(2))))
    case (.tuple3, _): stack.append(.tuple(allocate(try pop(3))))
    case (.append, _), (.appends, _), (.setitem, _), (.setitems, _), (.additems, _):
      try extend(instruction.opcode)
    case (.binput, .integer(let key)), (.longBinput, .integer(let key)): memo[key] = try top()
    case (.memoize, _): memo[memo.count] = try top()
    case (.binget, .integer(let key)), (.longBinget, .integer(let key)):
      guard let value = memo[key] else {
        throw error(.pickleMalformed, "memo entry is missing", found: "\(key)")
      }
      stack.append(value)
    case (.frame, .integer(let size)):
      guard size <= decoder.bytes.count - decoder.position else {
        throw error(.pickleTruncated, "frame extends beyond the pickle's end")
      }
    case (.global, .pair(let module, let name)): stack.append(.global(try global(module, name)))
    case (.stackGlobal, _):
      let names = try pop(2)
      guard case .text(let module) = names[0], case .text(let name) = names[1] else {
        throw error(.pickleMalformed, "STACK_GLOBAL without two strings")
      }
      stack.append(.global(try global(module, name)))
    case (.reduce, _):
      let arguments = try pop()
      let function = try pop()
      stack.append(try Reader.reduce(function, arguments, in: &self))
    case (.newobj, _):
      let arguments = try pop()
      let type = try pop()
      stack.append(try Reader.reduce(type, arguments, in: &self))
    case (.build, _):
      let state = try pop()
      try Reader.build(try top(), state, in: &self)
    case (.binpersid, _): stack.append(try Reader.object(try pop(), in: &self))
    default:
      throw error(
        .pickleOpcode, "opcode that \(Reader.writer) does not write", found: instruction.opcode.name)
    }
  }

  /// Adds to the container below the items.
  private mutating func extend(_ opcode: PickleOpcode) throws(CheckpointError) {
    let items: [Value] =
      switch opcode {
      case .append: try pop(1)
      case .setitem: try pop(2)
      default: try popToMark()
      }
    elementCount += items.count
    let target = try top()
    switch (opcode, target) {
    case (.append, .list(let container)), (.appends, .list(let container)), (.additems, .set(let container)):
      heap[container] += items
    case (.setitem, .dictionary(let container)), (.setitems, .dictionary(let container)):
      guard items.count % 2 == 0 else { throw error(.pickleMalformed, "key without a value") }
      heap[container] += items
    default: throw error(.pickleMalformed, "\(opcode.name) on \(target.phrase)")
    }
  }

  mutating func allocate(_ items: [Value]) -> Int {
    elementCount += items.count
    heap.append(items)
    return heap.count - 1
  }

  private func top() throws(CheckpointError) -> Value {
    guard stack.count > marks.last ?? 0, let value = stack.last else {
      throw error(.pickleMalformed, "the stack is empty")
    }
    return value
  }

  private mutating func pop() throws(CheckpointError) -> Value {
    let value = try top()
    stack.removeLast()
    return value
  }

  private mutating func pop(_ count: Int) throws(CheckpointError) -> [Value] {
    guard stack.count - (marks.last ?? 0) >= count else {
      throw error(.pickleMalformed, "the stack is empty")
    }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  private mutating func popToMark() throws(CheckpointError) -> [Value] {
    guard let mark = marks.popLast() else { throw error(.pickleMalformed, "mark is missing on the stack") }
    defer { stack.removeLast(stack.count - mark) }
    return Array(stack[mark...])
  }

  /// The decimal of INT or LONG; protocols 0 and 1 write booleans as 00 and 01.
  private func decimal(_ line: Range<Int>, _ opcode: PickleOpcode) throws(CheckpointError) -> Value {
    var digits = decoder.bytes[line]
    if opcode == .int && digits.elementsEqual("00".utf8) { return .bool(false) }
    if opcode == .int && digits.elementsEqual("01".utf8) { return .bool(true) }
    if opcode == .long && digits.last == UInt8(ascii: "L") { digits = digits.dropLast() }
    guard let value = Int(String(decoding: digits.prefix(20), as: UTF8.self)), digits.count <= 20 else {
      throw error(.pickleMalformed, "integer does not fit in 64 bits")
    }
    return .int(value)
  }

  private func integer(_ range: Range<Int>) throws(CheckpointError) -> Value {
    guard range.count <= PickleLimit.integer else {
      throw error(
        .pickleLimit, "integer is too large", expected: "at most \(PickleLimit.integer) bytes",
        found: "\(range.count)")
    }
    guard range.count <= 8 else { return .bigInteger(range) }
    var value: UInt64 = 0
    for byte in decoder.bytes[range].reversed() { value = value << 8 | UInt64(byte) }
    let shift = UInt64(64 - 8 * range.count)
    return .int(range.isEmpty ? 0 : Int(truncatingIfNeeded: Int64(bitPattern: value << shift) >> shift))
  }

  private func global(_ module: Range<Int>, _ name: Range<Int>) throws(CheckpointError) -> Reader.Global {
    guard let global = Reader.find(module: decoder.bytes[module], name: decoder.bytes[name]) else {
      let found = [module, name].map { String(decoding: decoder.bytes[$0].prefix(100), as: UTF8.self) }
      throw error(
        .pickleImport, "pickle import is not allowed in a checkpoint",
        expected: Reader.knownNames,
        found: found.joined(separator: ".").quotedForMessage)
    }
    return global
  }

  /// An error at the instruction that is being run.
  func error(
    _ code: CheckpointError.Code, _ problem: String, expected: String? = nil, found: String? = nil
  ) -> CheckpointError {
    CheckpointError(
      code, at: Place(file: decoder.name, byteOffset: offset), problem: problem, expected: expected,
      found: found)
  }
}

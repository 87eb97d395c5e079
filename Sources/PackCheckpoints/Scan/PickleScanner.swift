import PackFiles

/// Goes through a pickle as a scanner: every import is noted, whatever surrounds it, and nothing is refused.
///
/// The stack is followed only as far as the two strings of STACK_GLOBAL need it.
struct PickleScanner {
  /// An import as it stands in the stream.
  struct Import {
    let module: String
    let name: String
    let offset: Int
    let isAllowed: Bool
  }

  private enum Item {
    case mark
    case text(Range<Int>)
    case other
  }

  private(set) var imports: [Import] = []
  private(set) var instructionCount = 0
  /// Whether no instruction so far has asked for more than the stack had: Python would have run all of them.
  private(set) var isSound = true
  /// Whether something is called or built after an import, soundly.
  private(set) var runsCode = false
  /// Where the stream goes on after STOP; nil before that.
  private(set) var end: Int?
  /// Why the scan ended before STOP.
  private(set) var problem: CheckpointError?

  private var stack: [Item] = []
  private var memo: [Int: Item] = [:]
  private var names: Set<[UInt8]> = []
  private var decoder: PickleDecoder

  private static let instructionLimit = 1 << 24
  private static let stackLimit = 1 << 20
  private static let importLimit = 1 << 12

  /// Scans one pickle.
  ///
  /// - Parameter start: where it begins in the bytes.
  init(_ bytes: UnsafeRawBufferPointer, name: String, from start: Int = 0) {
    decoder = PickleDecoder(bytes, name: name, from: start)
    do throws(CheckpointError) {
      while end == nil {
        let instruction = try decoder.next()
        instructionCount += 1
        guard instructionCount <= Self.instructionLimit, stack.count <= Self.stackLimit,
          memo.count <= Self.stackLimit, imports.count <= Self.importLimit
        else {
          throw CheckpointError(
            .pickleLimit, at: Place(file: name, byteOffset: instruction.offset),
            problem: "pickle is too large to be scanned")
        }
        step(instruction)
      }
    } catch {
      problem = error
    }
  }

  private mutating func step(_ instruction: PickleInstruction) {
    switch (instruction.opcode, instruction.argument) {
    case (.stop, _):
      pop(1)
      end = decoder.position
    case (.global, .pair(let module, let name)):
      note(module, name, at: instruction.offset)
      stack.append(.other)
    case (.inst, .pair(let module, let name)):
      note(module, name, at: instruction.offset)
      replace(toMark: true, with: .other)
      runsCode = runsCode || isSound
    case (.stackGlobal, _):
      let names = stack.suffix(2)
      if names.count == 2, case .text(let module)? = names.first, case .text(let name)? = names.last {
        note(module, name, at: instruction.offset)
      } else {
        note(module: "?", name: "?", isAllowed: false, at: instruction.offset)
      }
      replace(2, with: .other)
    case (.ext1, .integer(let code)), (.ext2, .integer(let code)), (.ext4, .integer(let code)):
      note(module: "copyreg", name: "extension \(code)", isAllowed: false, at: instruction.offset)
      stack.append(.other)
    case (.binput, .integer(let key)), (.longBinput, .integer(let key)): memo[key] = stack.last
    case (.put, .bytes(let line)): memo[number(line)] = stack.last
    case (.memoize, _): memo[memo.count] = stack.last
    case (.binget, .integer(let key)), (.longBinget, .integer(let key)): recall(key)
    case (.get, .bytes(let line)): recall(number(line))
    case (.unicode, .bytes(let text)), (.binunicode, .bytes(let text)), (.shortBinunicode, .bytes(let text)),
      (.binunicode8, .bytes(let text)), (.binstring, .bytes(let text)), (.shortBinstring, .bytes(let text)):
      stack.append(.text(text))
    case (.string, .bytes(let line)): stack.append(.text(unquoted(line)))
    case (.dup, _): stack.append(stack.last ?? .other)
    default: follow(instruction.opcode)
    }
  }

  /// What the other opcodes take from the stack and put on it.
  private mutating func follow(_ opcode: PickleOpcode) {
    switch opcode {
    case .proto, .frame, .readonlyBuffer: break
    case .mark: stack.append(.mark)
    case .pop, .append: pop(1)
    case .setitem: pop(2)
    case .build:
      pop(1)
      noteCall()
    case .popMark, .appends, .setitems, .additems: popToMark()
    case .tuple, .list, .dict, .frozenset: replace(toMark: true, with: .other)
    case .obj:
      replace(toMark: true, with: .other)
      noteCall()
    case .tuple1, .binpersid: replace(1, with: .other)
    case .tuple2: replace(2, with: .other)
    case .tuple3: replace(3, with: .other)
    case .reduce, .newobj:
      replace(2, with: .other)
      noteCall()
    case .newobjEx:
      replace(3, with: .other)
      noteCall()
    default: stack.append(.other)
    }
  }

  private mutating func noteCall() { runsCode = runsCode || isSound && !imports.isEmpty }

  private mutating func recall(_ key: Int) {
    if memo[key] == nil { isSound = false }
    stack.append(memo[key] ?? .other)
  }

  private mutating func pop(_ count: Int) {
    if stack.count < count { isSound = false }
    stack.removeLast(min(count, stack.count))
  }

  private mutating func popToMark() {
    while let item = stack.popLast() {
      if case .mark = item { return }
    }
    isSound = false
  }

  private mutating func replace(_ count: Int = 0, toMark: Bool = false, with item: Item) {
    if toMark { popToMark() } else { pop(count) }
    stack.append(item)
  }

  private mutating func note(_ module: Range<Int>, _ name: Range<Int>, at offset: Int) {
    let (module, name) = (decoder.bytes[module], decoder.bytes[name])
    note(
      module: String(decoding: module.prefix(200), as: UTF8.self),
      name: String(decoding: name.prefix(200), as: UTF8.self),
      isAllowed: TorchGlobal.find(module: module, name: name) != nil, at: offset)
  }

  private mutating func note(module: String, name: String, isAllowed: Bool, at offset: Int) {
    guard names.insert(Array(module.utf8) + [0] + Array(name.utf8)).inserted else { return }
    imports.append(Import(module: module, name: name, offset: offset, isAllowed: isAllowed))
  }

  private func number(_ line: Range<Int>) -> Int {
    Int(String(decoding: decoder.bytes[line].prefix(20), as: UTF8.self)) ?? -1
  }

  /// The inside of a quoted string. Its escapes stay as they are: no allowed name has one.
  private func unquoted(_ line: Range<Int>) -> Range<Int> {
    guard line.count >= 2, let first = decoder.bytes[line].first, first == 0x22 || first == 0x27,
      decoder.bytes[line].last == first
    else { return line }
    return (line.lowerBound + 1)..<(line.upperBound - 1)
  }
}

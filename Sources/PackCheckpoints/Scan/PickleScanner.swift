import PackFiles

/// Goes through a pickle as Python would, without doing what it says: every import is noted, whatever surrounds it, and
/// nothing is refused.
///
/// It follows Lib/pickle.py and the Unpickler in C as far as either goes: stack, marks and memo, and of the values on the
/// stack the texts alone, which STACK_GLOBAL takes for names.
///
/// Source: the `load_` methods of CPython's Lib/pickle.py and Modules/_pickle.c.
struct PickleScanner {
  /// An import as it stands in the stream.
  struct Import {
    let module: String
    let name: String
    let offset: Int
    let isAllowed: Bool
  }

  private(set) var imports: [Import] = []
  private(set) var instructionCount = 0
  /// Whether no instruction so far has asked for more than the stack had: Python would have run all of them.
  private(set) var isSound = true
  /// Whether something is called or built after an import, soundly.
  private(set) var runsCode = false
  /// What has been imported soundly, as far as it can be imported at all.
  private(set) var reach = ImportReach.none
  /// Where the stream goes on after STOP; nil before that.
  private(set) var end: Int?
  /// Why the scan ended before STOP.
  private(set) var problem: CheckpointError?

  private let name: String
  private var decoder: PickleDecoder
  private var stack = PickleStack()
  private var memo: [MemoKey: Int] = [:]
  private var memoBytes = 0
  private var names: Set<[UInt8]> = []

  private static let stackLimit = 1 << 21
  private static let memoLimit = 1 << 20
  private static let memoByteLimit = 1 << 22
  private static let importLimit = 1 << 12
  private static let keyLineLimit = 1 << 16

  /// Scans one pickle.
  ///
  /// - Parameters:
  ///   - start: where it begins in the bytes.
  ///   - isCut: whether more bytes follow that are not there.
  init(
    _ bytes: UnsafeRawBufferPointer, name: String, from start: Int, isCut: Bool, budget: ScanBudget
  ) {
    self.name = name
    decoder = PickleDecoder(bytes, name: name, from: start, lines: isCut ? .asPythonOfBeginning : .asPython)
    do throws(CheckpointError) {
      while end == nil {
        let instruction = try decoder.next()
        instructionCount += 1
        guard budget.takeInstruction(), stack.count <= Self.stackLimit, memo.count <= Self.memoLimit,
          memoBytes <= Self.memoByteLimit, imports.count <= Self.importLimit
        else { throw limit(at: instruction.offset) }
        try step(instruction)
      }
    } catch {
      problem = error
    }
  }

  private func limit(at offset: Int) -> CheckpointError {
    ScanBudget.error("pickle is too large to be scanned", at: Place(file: name, byteOffset: offset))
  }

  private mutating func step(_ instruction: PickleInstruction) throws(CheckpointError) {
    switch (instruction.opcode, instruction.argument) {
    case (.stop, _):
      pop(1)
      end = decoder.position
    case (.proto, .integer(let version)): require(version <= 5)
    case (.global, .pair(let module, let name)):
      note(decoder.bytes[module], decoder.bytes[name], at: instruction.offset)
      stack.push(.other)
    case (.inst, .pair(let module, let name)):
      // Lib/pickle.py imports before it looks for the mark.
      note(decoder.bytes[module], decoder.bytes[name], at: instruction.offset)
      replace(toMark: true)
      runsCode = runsCode || isSound && reach > .none
    case (.stackGlobal, _): noteNamesOnStack(at: instruction.offset)
    case (.ext1, .integer(let code)), (.ext2, .integer(let code)), (.ext4, .integer(let code)):
      note(module: "copyreg", name: "extension \(code)", isAllowed: false, at: instruction.offset)
      stack.push(.other)
    case (.binput, .integer(let key)), (.longBinput, .integer(let key)): store(.number(key))
    case (.put, .bytes(let line)):
      let key = try key(line, at: instruction.offset)
      if let key, key.isIndex { store(key) } else { isSound = false }
    case (.memoize, _): store(.number(memo.count))
    case (.binget, .integer(let key)), (.longBinget, .integer(let key)): recall(.number(key))
    case (.get, .bytes(let line)): recall(try key(line, at: instruction.offset))
    case (.binunicode, _), (.shortBinunicode, _), (.binunicode8, _), (.binstring, _), (.shortBinstring, _),
      (.unicode, _):
      stack.push(.text(instruction.offset))
    case (.string, .bytes(let line)):
      require(PickleText.unquoted(decoder.bytes[line]) != nil)
      stack.push(.text(instruction.offset))
    case (.int, .bytes(let line)), (.long, .bytes(let line)), (.float, .bytes(let line)):
      require(decoder.bytes[line].allSatisfy { Self.isOfNumber($0) })
      stack.push(.other)
    case (.dup, _):
      require(stack.hasValues(1))
      stack.push(stack.top ?? .other)
    default: follow(instruction.opcode)
    }
  }

  /// What the other opcodes take from the stack and put on it.
  private mutating func follow(_ opcode: PickleOpcode) {
    switch opcode {
    case .frame: break
    case .readonlyBuffer: require(stack.hasValues(1))
    case .mark: stack.push(.mark)
    case .pop: require(stack.popValueOrMark())
    case .append: update(1)
    case .setitem: update(2)
    case .build:
      update(1)
      noteCall()
    case .popMark: require(stack.popToMark())
    case .appends, .setitems, .additems: update(toMark: true)
    case .tuple, .list, .dict, .frozenset: replace(toMark: true)
    case .obj:
      require(stack.hasValues(1))
      replace(toMark: true)
      noteCall()
    case .tuple1, .binpersid: replace(1)
    case .tuple2: replace(2)
    case .tuple3: replace(3)
    case .reduce, .newobj:
      replace(2)
      noteCall()
    case .newobjEx:
      replace(3)
      noteCall()
    default: stack.push(.other)
    }
  }

  /// Bytes that the text of an integer or a float may have, for Python.
  private static func isOfNumber(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x09...0x0D).contains(byte) || byte == 0
      || " +-_.abcdefxoinfityABCDEFXOINFITYL".utf8.contains(byte)
  }
}

extension PickleScanner {
  private mutating func require(_ condition: Bool) { if !condition { isSound = false } }

  private mutating func noteCall() { runsCode = runsCode || isSound && !imports.isEmpty }

  /// The key in a line; nil where Python refuses it.
  private func key(_ line: Range<Int>, at offset: Int) throws(CheckpointError) -> MemoKey? {
    guard line.count <= Self.keyLineLimit else { throw limit(at: offset) }
    return MemoKey(line: decoder.bytes[line])
  }

  private mutating func store(_ key: MemoKey) {
    require(stack.hasValues(1))
    if case .digits(let digits) = key, memo[key] == nil { memoBytes += digits.count }
    memo[key] = (stack.top ?? .other).code
  }

  private mutating func recall(_ key: MemoKey?) {
    let code = key.flatMap { memo[$0] }
    require(code != nil)
    stack.push(code.map { PickleStack.Item(code: $0) } ?? .other)
  }

  private mutating func pop(_ count: Int) { require(stack.pop(count)) }

  /// Takes items off, and puts them into what stands below: of what was imported a method is called for that.
  private mutating func update(_ count: Int = 0, toMark: Bool = false) {
    if toMark { require(stack.popToMark()) } else { pop(count) }
    require(stack.hasValues(1))
    runsCode = runsCode || isSound && reach >= .known
  }

  private mutating func replace(_ count: Int = 0, toMark: Bool = false) {
    if toMark { require(stack.popToMark()) } else { pop(count) }
    stack.push(.other)
  }

  private mutating func noteNamesOnStack(at offset: Int) {
    require(stack.hasValues(2))
    if let module = text(stack.item(1)), let name = text(stack.item(0)) {
      note(module, name, at: offset)
    } else {
      note(module: "?", name: "?", isAllowed: false, at: offset)
    }
    replace(2)
  }

  private func text(_ item: PickleStack.Item?) -> [UInt8]? {
    guard case .text(let offset)? = item else { return nil }
    var again = PickleDecoder(decoder.bytes, name: name, from: offset, lines: .asPython)
    return (try? again.next()).flatMap { PickleText.decoded($0, in: decoder.bytes) }
  }

  private mutating func note(
    _ module: some Collection<UInt8>, _ name: some Collection<UInt8>, at offset: Int
  ) {
    if isSound { reach = max(reach, ImportReach(module: module)) }
    note(
      module: String(decoding: module.prefix(200), as: UTF8.self),
      name: String(decoding: name.prefix(200), as: UTF8.self),
      isAllowed: TorchGlobal.find(module: module, name: name) != nil, at: offset)
  }

  private mutating func note(module: String, name: String, isAllowed: Bool, at offset: Int) {
    guard names.insert(Array(module.utf8) + [0] + Array(name.utf8)).inserted else { return }
    imports.append(Import(module: module, name: name, offset: offset, isAllowed: isAllowed))
  }
}

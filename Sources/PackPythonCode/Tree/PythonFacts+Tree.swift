import PackFiles
import PackJSON

extension PythonFacts {
  /// Takes the facts from the syntax tree that an interpreter makes of a file, which it does not run.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - name: what errors call it.
  ///   - interpreter: any Python 3.9 or newer.
  /// - Returns: nil where the interpreter gives no answer, or the text is not UTF-8: then there is only the scan.
  /// - Throws: ``PythonError`` where the text does not parse, or declares another encoding than UTF-8.
  package init?(parsing bytes: [UInt8], name: String, with interpreter: PythonInterpreter) throws(PythonError)
  {
    // Other encodings than UTF-8 are left to the scan, which refuses them.
    // Python takes a byte order mark from files, not from texts; as many form feeds keep all places.
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? [0x0C, 0x0C, 0x0C] + bytes.dropFirst(3) : bytes
    guard let source = String(validating: text, as: UTF8.self) else { return nil }
    try PythonEncoding.check(bytes, name: name)
    let root: JSONNode
    do throws(InterpreterError) {
      root = try interpreter.run(
        script: TreeScript.text, input: .object(["source": .string(source)]), isAlone: true,
        timeLimit: .seconds(20)
      ).root
    } catch {
      return nil
    }
    if let message = try? root.optional("error")?.string("message") {
      let line = (try? root.required("error").int("line")) ?? 1
      throw PythonError(
        bytes[...], at: Self.lineStart(line, in: bytes), name: name, "\(message), says \(interpreter.path)")
    }
    do throws(JSONError) { try self.init(tree: root) } catch { return nil }
    keepsOwnName = PythonLookup.keepsOwnName(bytes)
  }

  private static func lineStart(_ line: Int, in bytes: [UInt8]) -> Int {
    var rest = line - 1
    guard rest > 0 else { return 0 }
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      rest -= 1
      if rest == 0 { return offset + 1 }
    }
    return bytes.count
  }

  private init(tree root: JSONNode) throws(JSONError) {
    self.init()
    for node in try root.required("imports").elements() { imports.append(try PythonImport(node)) }
    for node in try root.required("uses").elements() { uses.append(try PythonUse(node)) }
    for node in try root.required("assignments").elements() { assignments.append(try PythonAssignment(node)) }
    for node in try root.required("classes").elements() {
      var bases: [String] = []
      for base in try node.required("bases").elements() { bases.append(try base.string()) }
      classes.append(PythonClass(path: try node.string("path"), bases: bases, offset: try node.int("offset")))
    }
    for node in try root.required("functions").elements() {
      functions.append(PythonFunction(path: try node.string("path"), offset: try node.int("offset")))
    }
    for node in try root.required("lookups").elements() {
      lookups.append(
        PythonLookup(
          object: try node.string("object"), key: try PythonValue(try node.required("key")),
          offset: try node.int("offset")))
    }
    for node in try root.required("reserved").elements() {
      reservedStrings.append(PythonWord(try node.string("text"), at: try node.int("offset")))
    }
    for node in try root.required("unbound").elements() {
      unboundNames.append(PythonWord(try node.string("text"), at: try node.int("offset")))
    }
    for node in try root.required("disguised").elements() {
      disguisedNames.append(PythonWord(try node.string("text"), at: try node.int("offset")))
    }
  }
}

extension PythonImport {
  fileprivate init(_ node: JSONNode) throws(JSONError) {
    self.init(
      module: try node.string("module"), level: try node.int("level"),
      member: try node.optionalString("member"),
      alias: try node.optionalString("alias"), offset: try node.int("offset"))
    catchesImportError = try node.bool("catches_import_error")
    isInTry = try node.bool("in_try")
    for condition in try node.required("conditions").elements() {
      conditions.append(try PythonCondition(condition))
    }
    owner = try node.string("owner")
    isInFunction = try node.bool("in_function")
  }
}

extension PythonCondition {
  fileprivate init(_ node: JSONNode) throws(JSONError) {
    var targets: [String] = []
    for target in try node.required("targets").elements() { targets.append(try target.string()) }
    self.init(
      function: try node.string("function"), targets: targets, holds: try node.bool("holds"),
      isNegated: try node.bool("negated"))
  }
}

extension PythonUse {
  fileprivate init(_ node: JSONNode) throws(JSONError) {
    let origin = try node.required("origin")
    let origins: [String: Origin] = [
      "imported": .imported, "local": .local, "global": .global, "expression": .expression,
    ]
    guard let known = origins[try origin.string()] else { throw origin.notAllowed("an origin") }
    var call: [PythonArgument]?
    if let arguments = try node.optional("call") {
      call = []
      for argument in try arguments.elements() {
        call?.append(
          PythonArgument(
            keyword: try argument.optionalString("keyword"),
            value: try PythonValue(try argument.required("value"))))
      }
    }
    self.init(
      name: try node.string("name"), origin: known, call: call, owner: try node.string("owner"),
      offset: try node.int("offset"))
  }
}

extension PythonAssignment {
  fileprivate init(_ node: JSONNode) throws(JSONError) {
    self.init(
      target: try node.string("target"), value: try PythonValue(try node.required("value")),
      owner: try node.string("owner"), offset: try node.int("offset"))
  }
}

extension PythonValue {
  fileprivate init(_ node: JSONNode) throws(JSONError) {
    if let name = try node.optionalString("name") {
      self = .name(name)
    } else if let text = try node.optionalString("string") {
      self = .string(text)
    } else if let text = try node.optionalString("constant") {
      self = .constant(text)
    } else if let isEmpty = try node.optionalBool("list") {
      self = .list(isEmpty: isEmpty)
    } else {
      self = try node.optionalBool("dictionary") == true ? .dictionary : .other
    }
  }
}

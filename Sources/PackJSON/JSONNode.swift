public import PackFiles

/// A value inside a ``JSONDocument``: a cursor that reads on demand.
///
/// The accessors that throw name the file, the JSON path and the byte offset of what is wrong.
public struct JSONNode: Sendable {
  /// The document that the value is part of.
  public let document: JSONDocument
  let index: Int

  /// The value's type.
  public var kind: JSONKind {
    switch flat.tag {
    case .null: .null
    case .yes, .no: .boolean
    case .number: .number
    case .plainString, .escapedString: .string
    case .array: .array
    case .object: .object
    }
  }

  /// Whether the value is `null`.
  public var isNull: Bool { flat.tag == .null }

  /// The position of the value: file, JSON path, byte offset.
  ///
  /// - Complexity: O(log n) once large containers on the way have been gone through.
  public var place: Place {
    Place(file: document.name, jsonPath: path, byteOffset: byteOffset)
  }

  /// Where the value begins, in bytes from the start of the text.
  public var byteOffset: Int { Int(flat.start) - (kind == .string ? 1 : 0) }

  /// The value of a key, when this is an object that has it.
  ///
  /// - Complexity: O(1) once the keys of a large object have been gone through.
  public subscript(_ key: String) -> JSONNode? {
    guard flat.tag == .object else { return nil }
    var left = ContainerTables.smallest
    for member in JSONMembers(self) {
      if member.hasKey(key) { return member.value }
      left -= 1
      if left == 0 { return document.tables.value(of: key, in: self) }
    }
    return nil
  }

  /// The members of an object in the order of the text.
  ///
  /// - Throws: ``JSONError`` when this is not an object.
  public func members() throws(JSONError) -> JSONMembers {
    guard flat.tag == .object else { throw wrongType("an object") }
    return JSONMembers(self)
  }

  /// The elements of an array.
  ///
  /// - Throws: ``JSONError`` when this is not an array.
  public func elements() throws(JSONError) -> JSONElements {
    guard flat.tag == .array else { throw wrongType("an array") }
    return JSONElements(self)
  }

  /// The value as a string.
  ///
  /// - Throws: ``JSONError`` when this is not a string.
  public func string() throws(JSONError) -> String {
    String(decoding: try stringBytes(), as: UTF8.self)
  }

  /// The UTF-8 bytes of the value as a string.
  ///
  /// - Throws: ``JSONError`` when this is not a string.
  public func stringBytes() throws(JSONError) -> [UInt8] {
    guard kind == .string else { throw wrongType("a string") }
    return decodedString
  }

  /// The value as an integer; `2.0` is not one.
  ///
  /// - Throws: ``JSONError`` when this is not an integer, or too large.
  public func int() throws(JSONError) -> Int {
    guard kind == .number else { throw wrongType("an integer") }
    guard let value = Int(lexeme) else {
      throw JSONError(
        .outOfRange, at: place, problem: problem("is not an integer"), expected: "an integer", found: lexeme)
    }
    return value
  }

  /// The value as a number.
  ///
  /// - Throws: ``JSONError`` when this is not a number, or out of a double's range.
  public func double() throws(JSONError) -> Double {
    guard kind == .number else { throw wrongType("a number") }
    guard let value = Double(lexeme), value.isFinite else {
      throw JSONError(
        .outOfRange, at: place, problem: problem("is too large"), expected: "a double", found: lexeme)
    }
    return value
  }

  /// The value as true or false.
  ///
  /// - Throws: ``JSONError`` when this is neither `true` nor `false`.
  public func bool() throws(JSONError) -> Bool {
    switch flat.tag {
    case .yes: true
    case .no: false
    default: throw wrongType("true or false")
    }
  }

  /// The text of the value in the document.
  public var lexeme: String {
    let node = flat
    let isString = kind == .string
    let range = (Int(node.start) - (isString ? 1 : 0))..<(Int(node.end) + (isString ? 1 : 0))
    return String(decoding: document.bytes[range], as: UTF8.self)
  }

  /// An error of type ``JSONError/Code/wrongType`` that points here.
  public func wrongType(_ expected: String) -> JSONError {
    JSONError(
      .wrongType, at: place, problem: problem("has the wrong type"), expected: expected, found: kind.phrase)
  }

  /// An error of type ``JSONError/Code/notAllowed`` that points here.
  public func notAllowed(_ expected: String, problem: String? = nil) -> JSONError {
    let text = lexeme
    return JSONError(
      .notAllowed, at: place, problem: problem ?? self.problem("has an unsupported value"),
      expected: expected,
      found: text.utf8.count <= 200 ? text : kind.phrase)
  }

  private func problem(_ fault: String) -> String {
    let subject = subject
    return subject.isEmpty ? "the value \(fault)" : "\(subject) \(fault)"
  }

  var flat: FlatNode { document.nodes[index] }

  var decodedString: [UInt8] {
    let node = flat
    let slice = document.bytes[Int(node.start)..<Int(node.end)]
    return node.tag == .escapedString ? unescape(slice) : Array(slice)
  }
}

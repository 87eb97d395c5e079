import PackFiles

/// Parses `bytes` into the flat array of ``JSONDocument``.
func parseFlat(_ bytes: [UInt8], name: String) throws(JSONError) -> [FlatNode] {
  guard bytes.count <= 1 << 30 else {
    throw JSONError(
      .tooLarge, at: Place(file: name), problem: "JSON text is too large", expected: "at most 1 GiB",
      found: "\(bytes.count) bytes")
  }
  if let offset = firstInvalidUTF8(bytes) {
    throw JSONError(.encoding, at: Place(file: name, byteOffset: offset), problem: "not valid UTF-8")
  }
  // An explicit result carries the typed error out of the closure.
  let result = bytes.withUnsafeBufferPointer { buffer -> Result<[FlatNode], JSONError> in
    var parser = JSONParser(bytes: buffer, name: name)
    do throws(JSONError) {
      try parser.run()
      return .success(parser.nodes)
    } catch {
      return .failure(error)
    }
  }
  return try result.get()
}

private struct JSONParser {
  let bytes: UnsafeBufferPointer<UInt8>
  let name: String
  var nodes: [FlatNode] = []
  var position = 0
  /// Indices of the containers that are open.
  var open: [Int] = []

  init(bytes: UnsafeBufferPointer<UInt8>, name: String) {
    self.bytes = bytes
    self.name = name
    nodes.reserveCapacity(bytes.count / 12 + 4)
  }

  mutating func run() throws(JSONError) {
    skipSpace()
    try value()
    // Each turn stands after a complete value, or after the bracket that opened a container.
    while let container = open.last {
      let isObject = nodes[container].tag == .object
      let closer = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
      let isEmpty = nodes.count == container + 1
      skipSpace()
      if peek == closer {
        position += 1
        try close(container)
        continue
      }
      if !isEmpty {
        guard peek == UInt8(ascii: ",") else {
          throw unexpected(isObject ? "a comma or }" : "a comma or ]")
        }
        position += 1
        skipSpace()
      }
      if isObject {
        guard peek == UInt8(ascii: "\"") else { throw unexpected("a key in quotes") }
        try string()
        skipSpace()
        guard peek == UInt8(ascii: ":") else { throw unexpected("a colon") }
        position += 1
        skipSpace()
      }
      try value()
    }
    skipSpace()
    guard position == bytes.count else { throw unexpected("the end of the text") }
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  private mutating func value() throws(JSONError) {
    switch peek {
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "{"): try openContainer(.object)
    case UInt8(ascii: "["): try openContainer(.array)
    case UInt8(ascii: "t"): try word("true", .yes)
    case UInt8(ascii: "f"): try word("false", .no)
    case UInt8(ascii: "n"): try word("null", .null)
    default: try number()
    }
  }

  private mutating func openContainer(_ tag: FlatNode.Tag) throws(JSONError) {
    guard open.count < JSONDocument.maximumDepth else {
      throw JSONError(
        .tooDeep, at: here, problem: "nested too deeply",
        expected: "at most \(JSONDocument.maximumDepth) levels")
    }
    open.append(nodes.count)
    nodes.append(FlatNode(tag: tag, start: UInt32(position), end: 0, next: 0))
    position += 1
  }

  private mutating func close(_ container: Int) throws(JSONError) {
    nodes[container].end = UInt32(position)
    nodes[container].next = UInt32(nodes.count)
    open.removeLast()
    if nodes[container].tag == .object {
      if let duplicate = firstDuplicateKey(of: container, nodes: nodes, bytes: bytes) {
        let node = nodes[duplicate]
        throw JSONError(
          .duplicateKey, at: Place(file: name, byteOffset: Int(node.start)), problem: "duplicate key",
          found: String(decoding: bytes[Int(node.start)..<Int(node.end)], as: UTF8.self).quotedForMessage)
      }
    }
  }

  private mutating func append(_ tag: FlatNode.Tag, _ start: Int, _ end: Int) {
    nodes.append(
      FlatNode(tag: tag, start: UInt32(start), end: UInt32(end), next: UInt32(nodes.count + 1)))
  }

  private mutating func word(_ text: StaticString, _ tag: FlatNode.Tag) throws(JSONError) {
    let start = position
    guard bytes.count - start >= text.utf8CodeUnitCount,
      (0..<text.utf8CodeUnitCount).allSatisfy({ bytes[start + $0] == text.utf8Start[$0] })
    else { throw unexpected("a JSON value") }
    position += text.utf8CodeUnitCount
    append(tag, start, position)
  }

  private mutating func number() throws(JSONError) {
    let start = position
    if peek == UInt8(ascii: "-") { position += 1 }
    switch peek {
    case UInt8(ascii: "0"): position += 1
    case .some(0x31...0x39): skipDigits()
    default:
      position = start
      throw unexpected("a JSON value")
    }
    if peek == UInt8(ascii: ".") {
      position += 1
      try requireDigits()
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      position += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
      try requireDigits()
    }
    append(.number, start, position)
  }

  private mutating func skipDigits() {
    while position < bytes.count, bytes[position].isASCIIDigit { position += 1 }
  }

  private mutating func requireDigits() throws(JSONError) {
    let start = position
    skipDigits()
    guard position > start else { throw unexpected("a digit") }
  }

  private mutating func string() throws(JSONError) {
    position += 1
    let start = position
    var escaped = false
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        append(escaped ? .escapedString : .plainString, start, position)
        position += 1
        return
      }
      if byte == UInt8(ascii: "\\") {
        escaped = true
        try escape()
      } else if byte < 0x20 {
        throw JSONError(.syntax, at: here, problem: "control character in a string", expected: "an escape")
      } else {
        position += 1
      }
    }
    throw unexpected("a closing quote")
  }

  private mutating func escape() throws(JSONError) {
    position += 1
    switch peek {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 1
    case UInt8(ascii: "u"):
      let start = position - 1
      let unit = try hexadecimalUnit()
      guard unit & 0xF800 == 0xD800 else { return }
      // A surrogate is half a scalar: only high followed by low means anything.
      guard unit < 0xDC00, peek == UInt8(ascii: "\\"), position + 1 < bytes.count,
        bytes[position + 1] == UInt8(ascii: "u")
      else { throw loneSurrogate(start) }
      position += 1
      guard try hexadecimalUnit() & 0xFC00 == 0xDC00 else { throw loneSurrogate(start) }
    default:
      throw unexpected("an escape character")
    }
  }

  /// Reads `uXXXX`, leaving the position after it.
  private mutating func hexadecimalUnit() throws(JSONError) -> UInt32 {
    position += 1
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = hexadecimalDigit(byte) else {
        throw unexpected("four hexadecimal digits")
      }
      unit = unit << 4 | digit
      position += 1
    }
    return unit
  }

  private func loneSurrogate(_ offset: Int) -> JSONError {
    JSONError(
      .encoding, at: Place(file: name, byteOffset: offset), problem: "unpaired surrogate",
      expected: "a high surrogate followed by a low one")
  }

  private var here: Place { Place(file: name, byteOffset: position) }

  private func unexpected(_ expected: String) -> JSONError {
    let found: String
    if let byte = peek {
      found = byte > 0x20 && byte < 0x7F ? "'\(Character(UnicodeScalar(byte)))'" : "byte \(byte)"
    } else {
      found = "the end of the text"
    }
    return JSONError(.syntax, at: here, problem: "not valid JSON", expected: expected, found: found)
  }
}

/// Value of a hexadecimal digit.
func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
  switch byte {
  case 0x30...0x39: UInt32(byte - 0x30)
  case 0x41...0x46: UInt32(byte - 0x41 + 10)
  case 0x61...0x66: UInt32(byte - 0x61 + 10)
  default: nil
  }
}

import PackFiles

/// Cuts Python text into tokens, as the language reference's lexical analysis says.
struct PythonLexer {
  private let bytes: ArraySlice<UInt8>
  private let name: String
  private var position = 0
  private var tokens: [PythonToken] = []
  private var brackets: [(byte: UInt8, offset: Int)] = []
  /// Widths of the blocks that are open: with tabs to eight columns, and with tabs as one, which must agree.
  private var blocks: [(wide: Int, narrow: Int)] = [(0, 0)]
  /// Formatted strings around this text.
  private var nesting = 0
  /// Whether expressions of formatted strings stand between marks of their own, not after a `+`.
  private var marksFields = false

  /// Deeper than any text that a person wrote; a string in a string in a string is followed no further.
  private static let maximumNesting = 64
  /// Python's own bounds.
  private static let maximumBrackets = 200
  private static let maximumBlocks = 100
  /// Names are part of the paths of whatever stands below them.
  private static let longestName = 1000

  /// Begins at the start of a text.
  ///
  /// - Parameters:
  ///   - bytes: the text.
  ///   - name: what errors call it.
  ///   - marksFields: whether the expressions of a formatted string stand between marks, as a parser needs them.
  init(_ bytes: [UInt8], name: String, marksFields: Bool = false) {
    self.init(slice: bytes[...], name: name)
    self.marksFields = marksFields
  }

  private init(slice: ArraySlice<UInt8>, name: String) {
    bytes = slice
    position = slice.startIndex
    self.name = name
  }

  /// The tokens of an expression inside a formatted string, in which a new line is white space.
  private static func expression(
    _ bytes: ArraySlice<UInt8>, name: String, nesting: Int, marksFields: Bool
  ) throws(PythonError) -> [PythonToken] {
    var lexer = PythonLexer(slice: bytes, name: name)
    lexer.nesting = nesting
    lexer.marksFields = marksFields
    while lexer.position < lexer.bytes.endIndex {
      let byte = lexer.bytes[lexer.position]
      if byte <= 0x20 || byte == UInt8(ascii: "\\") {
        lexer.position += 1
      } else if byte == UInt8(ascii: "#") {
        lexer.skipComment()
      } else {
        try lexer.token()
      }
    }
    if let open = lexer.brackets.last { throw lexer.error(at: open.offset, "bracket is never closed") }
    return lexer.tokens
  }

  /// The tokens of the whole text.
  ///
  /// - Throws: ``PythonError`` where no tokens can be told: other bytes than UTF-8, a null byte, strings that do not end,
  ///   brackets that do not match, indentation that is not consistent.
  mutating func run() throws(PythonError) -> [PythonToken] {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw error(at: 0, "not valid UTF-8")
    }
    if let zero = text.utf8.firstIndex(of: 0) {
      throw error(at: text.utf8.distance(from: text.utf8.startIndex, to: zero), "a null byte")
    }
    while position < bytes.endIndex { try line() }
    if let open = brackets.last {
      throw error(
        at: open.offset, "bracket is never closed", found: "'\(Character(UnicodeScalar(open.byte)))'")
    }
    if tokens.last?.kind == .newline, endsWithColon {
      throw error(at: bytes.endIndex, "a block is missing", expected: "an indented block")
    }
    while blocks.count > 1 {
      blocks.removeLast()
      append(.dedent, from: position)
    }
    return tokens
  }

  /// One logical line, which may span several physical ones.
  private mutating func line() throws(PythonError) {
    let indentation = measureIndentation()
    if position == bytes.endIndex { return }
    if isLineEnd(bytes[position]) || bytes[position] == UInt8(ascii: "#") {
      skipComment()
      skipLineEnd()
      return
    }
    try openOrCloseBlocks(indentation)
    while position < bytes.endIndex {
      let byte = bytes[position]
      if isLineEnd(byte) {
        skipLineEnd()
        if brackets.isEmpty { break }
      } else if byte == 0x20 || byte == 0x09 || byte == 0x0C {
        position += 1
      } else if byte == UInt8(ascii: "#") {
        skipComment()
      } else if byte == UInt8(ascii: "\\") {
        position += 1
        guard position < bytes.endIndex, isLineEnd(bytes[position]) else {
          throw error(at: position - 1, "a backslash that does not end its line")
        }
        skipLineEnd()
      } else {
        try token()
      }
    }
    append(.newline, from: position)
  }

  private mutating func token() throws(PythonError) {
    let start = position
    let byte = bytes[position]
    if isNameByte(byte) && !isDigit(byte) {
      while position < bytes.endIndex, isNameByte(bytes[position]) { position += 1 }
      if position < bytes.endIndex, isQuote(bytes[position]), isStringPrefix(bytes[start..<position]) {
        let isFormatted = bytes[start..<position].contains {
          $0 | 0x20 == UInt8(ascii: "f") || $0 | 0x20 == UInt8(ascii: "t")
        }
        let isRaw = bytes[start..<position].contains { $0 | 0x20 == UInt8(ascii: "r") }
        try string(from: start, isFormatted: isFormatted, isRaw: isRaw)
      } else {
        guard position - start <= Self.longestName else {
          throw error(at: start, "a name is too long", expected: "at most \(Self.longestName) bytes")
        }
        append(.name, from: start)
      }
    } else if isQuote(byte) {
      try string(from: start, isFormatted: false, isRaw: false)
    } else if isDigit(byte) {
      while position < bytes.endIndex, isNameByte(bytes[position]) || bytes[position] == UInt8(ascii: ".") {
        position += 1
      }
      append(.number, from: start)
    } else {
      position += 1
      try matchBracket(byte, at: start)
      append(.symbol, from: start)
    }
  }

  private mutating func matchBracket(_ byte: UInt8, at offset: Int) throws(PythonError) {
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      guard brackets.count < Self.maximumBrackets else { throw error(at: offset, "too many nested brackets") }
      brackets.append((byte, offset))
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      guard let open = brackets.popLast(), Self.closer(of: open.byte) == byte else {
        throw error(at: offset, "bracket does not match", found: "'\(Character(UnicodeScalar(byte)))'")
      }
    default: break
    }
  }

  private static func closer(of opener: UInt8) -> UInt8 {
    switch opener {
    case UInt8(ascii: "("): UInt8(ascii: ")")
    case UInt8(ascii: "["): UInt8(ascii: "]")
    default: UInt8(ascii: "}")
    }
  }

  private mutating func string(from start: Int, isFormatted: Bool, isRaw: Bool) throws(PythonError) {
    let quotes = quoteLength
    let inner = position + quotes
    let (end, fields) = try endOfString(isFormatted: isFormatted, isRaw: isRaw)
    position = end
    let content = bytes[inner..<max(inner, end - quotes)]
    tokens.append(
      PythonToken(
        kind: .string, text: String(decoding: content, as: UTF8.self), offset: start,
        isLiteral: !isFormatted && !content.contains(UInt8(ascii: "\\"))))
    // What stands between the braces of a formatted string is code: `f"{a}b"` becomes `"{a}b" + (a)`.
    for field in fields {
      if marksFields {
        tokens.append(PythonToken(kind: .fieldStart, text: "", offset: field.lowerBound))
      } else {
        tokens.append(PythonToken(kind: .symbol, text: "+", offset: field.lowerBound - 1))
        tokens.append(PythonToken(kind: .symbol, text: "(", offset: field.lowerBound))
      }
      do throws(PythonError) {
        tokens += try Self.expression(
          bytes[field], name: name, nesting: nesting + 1, marksFields: marksFields)
      } catch {
        throw error.after(lines: pythonLineEnds(in: bytes[..<field.lowerBound]))
      }
      tokens.append(
        marksFields
          ? PythonToken(kind: .fieldEnd, text: "", offset: field.upperBound)
          : PythonToken(kind: .symbol, text: ")", offset: field.upperBound))
    }
  }

  private var quoteLength: Int {
    let quote = bytes[position]
    return position + 2 < bytes.endIndex && bytes[position + 1] == quote && bytes[position + 2] == quote
      ? 3 : 1
  }

  /// The position after the string that begins with the quote at `position`, and where its expressions lie.
  private func endOfString(
    isFormatted: Bool, isRaw: Bool
  ) throws(PythonError) -> (end: Int, fields: [Range<Int>]) {
    var inner = PythonStringReader(bytes, at: position, name: name)
    let end = try inner.skipString(isFormatted: isFormatted, isRaw: isRaw, nesting: nesting)
    return (end, inner.fields)
  }

  private mutating func measureIndentation() -> (wide: Int, narrow: Int) {
    var indentation = (wide: 0, narrow: 0)
    while position < bytes.endIndex {
      switch bytes[position] {
      case 0x20: indentation = (indentation.wide + 1, indentation.narrow + 1)
      case 0x09: indentation = ((indentation.wide / 8 + 1) * 8, indentation.narrow + 1)
      case 0x0C: indentation = (0, 0)
      default: return indentation
      }
      position += 1
    }
    return indentation
  }

  private mutating func openOrCloseBlocks(_ indentation: (wide: Int, narrow: Int)) throws(PythonError) {
    let current = blocks[blocks.count - 1]
    if indentation.wide > current.wide {
      guard indentation.narrow > current.narrow else {
        throw error(at: position, "tabs and spaces are mixed")
      }
      guard endsWithColon else { throw error(at: position, "unexpected indentation") }
      guard blocks.count < Self.maximumBlocks else { throw error(at: position, "too many nested blocks") }
      blocks.append(indentation)
      append(.indent, from: position)
      return
    }
    if endsWithColon { throw error(at: position, "a block is missing", expected: "an indented block") }
    while blocks.count > 1, blocks[blocks.count - 1].wide > indentation.wide {
      blocks.removeLast()
      append(.dedent, from: position)
    }
    let reached = blocks[blocks.count - 1]
    guard reached == indentation else {
      throw error(
        at: position,
        reached.wide == indentation.wide ? "tabs and spaces are mixed" : "indentation matches no open block")
    }
  }

  /// Whether the logical line before this one ended in a colon, and so announced a block.
  private var endsWithColon: Bool {
    guard let newline = tokens.lastIndex(where: { $0.kind == .newline }), newline == tokens.count - 1,
      newline > 0
    else {
      return false
    }
    return tokens[newline - 1].kind == .symbol && tokens[newline - 1].text == ":"
  }

  private mutating func append(_ kind: PythonToken.Kind, from start: Int) {
    tokens.append(
      PythonToken(
        kind: kind, text: kind == .newline ? "" : String(decoding: bytes[start..<position], as: UTF8.self),
        offset: start))
  }

  private mutating func skipComment() {
    while position < bytes.endIndex, !isLineEnd(bytes[position]) { position += 1 }
  }

  private mutating func skipLineEnd() {
    guard position < bytes.endIndex else { return }
    let isCarriageReturn = bytes[position] == 0x0D
    position += 1
    if isCarriageReturn, position < bytes.endIndex, bytes[position] == 0x0A { position += 1 }
  }

  private func error(
    at offset: Int, _ problem: String, expected: String? = nil, found: String? = nil
  ) -> PythonError {
    PythonError(bytes, at: offset, name: name, problem, expected: expected, found: found)
  }
}

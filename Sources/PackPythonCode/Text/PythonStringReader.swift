/// Finds where a string literal ends, and in a formatted one where its expressions lie.
struct PythonStringReader {
  private let bytes: ArraySlice<UInt8>
  private let name: String
  private var position: Int
  /// Expressions between the braces of the string and of its format specifications, without conversions (`!r`).
  private(set) var fields: [Range<Int>] = []

  /// Deeper than any text that a person wrote.
  private static let maximumNesting = 64

  /// Begins at a quote.
  init(_ bytes: ArraySlice<UInt8>, at position: Int, name: String) {
    self.bytes = bytes
    self.position = position
    self.name = name
  }

  /// Skips the string that begins here.
  ///
  /// - Parameters:
  ///   - isFormatted: whether braces stand for expressions.
  ///   - isRaw: whether a backslash stands for itself.
  ///   - nesting: formatted strings around this one.
  /// - Returns: the position after the closing quote.
  /// - Throws: ``PythonError`` where the string, or an expression in it, does not end.
  mutating func skipString(isFormatted: Bool, isRaw: Bool, nesting: Int) throws(PythonError) -> Int {
    let start = position
    guard nesting < Self.maximumNesting else { throw error(at: start, "strings are nested too deeply") }
    let quote = bytes[position]
    let length = quoteLength
    position += length
    while position < bytes.endIndex {
      let byte = bytes[position]
      if byte == quote, length == 1 || quoteLength == 3 { return position + length }
      if byte == UInt8(ascii: "\\") {
        skipEscape(isFormatted: isFormatted, isRaw: isRaw)
      } else if length == 1 && isLineEnd(byte) {
        break
      } else if isFormatted && isBrace(at: position) {
        if position + 1 < bytes.endIndex, bytes[position + 1] == byte {
          position += 2
        } else if byte == UInt8(ascii: "{") {
          try skipReplacementField(nesting: nesting, isKept: true)
        } else {
          throw error(at: position, "a single '}' in a formatted string")
        }
      } else {
        position += 1
      }
    }
    throw error(at: start, "string is never closed")
  }

  private var quoteLength: Int {
    let quote = bytes[position]
    return position + 2 < bytes.endIndex && bytes[position + 1] == quote && bytes[position + 2] == quote
      ? 3 : 1
  }

  private func isBrace(at position: Int) -> Bool {
    position < bytes.endIndex
      && (bytes[position] == UInt8(ascii: "{") || bytes[position] == UInt8(ascii: "}"))
  }

  /// Skips a backslash and what it escapes.
  private mutating func skipEscape(isFormatted: Bool, isRaw: Bool) {
    position += 1
    guard isFormatted else {
      position += 1
      return
    }
    // `\N{DASH}` is a character; before any other brace a backslash stands for itself.
    if !isRaw, bytes[position...].starts(with: "N{".utf8) {
      position = bytes[position...].firstIndex(of: UInt8(ascii: "}")).map { $0 + 1 } ?? bytes.endIndex
    } else if !isBrace(at: position) {
      position += 1
    }
  }

  /// Skips a string inside an expression; what is in it will be found when the expression is read.
  private mutating func skipInnerString(from start: Int, nesting: Int) throws(PythonError) {
    var prefixStart = position
    while prefixStart - 1 > start, isNameByte(bytes[prefixStart - 1]) { prefixStart -= 1 }
    let prefix = bytes[prefixStart..<position]
    let flags = isStringPrefix(prefix) ? prefix.map { $0 | 0x20 } : []
    let kept = fields.count
    position = try skipString(
      isFormatted: flags.contains(UInt8(ascii: "f")) || flags.contains(UInt8(ascii: "t")),
      isRaw: flags.contains(UInt8(ascii: "r")), nesting: nesting + 1)
    fields.removeLast(fields.count - kept)
  }

  private func error(at offset: Int, _ problem: String) -> PythonError {
    PythonError(bytes, at: offset, name: name, problem)
  }

  /// Skips `{expression!r:specification}` of a formatted string.
  private mutating func skipReplacementField(nesting: Int, isKept: Bool) throws(PythonError) {
    let start = position
    guard nesting < Self.maximumNesting else { throw error(at: start, "strings are nested too deeply") }
    position += 1
    var depth = 0
    var end: Int?
    var isSpecification = false
    while position < bytes.endIndex {
      let byte = bytes[position]
      if isSpecification {
        if byte == UInt8(ascii: "{") {
          try skipReplacementField(nesting: nesting + 1, isKept: isKept)
          continue
        }
        position += 1
        if byte == UInt8(ascii: "}") { return }
        continue
      }
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        try skipInnerString(from: start, nesting: nesting)
        continue
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "}") where depth == 0:
        if isKept { fields.append((start + 1)..<(end ?? position)) }
        position += 1
        return
      case UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: "!") where depth == 0 && !bytes[(position + 1)...].starts(with: "=".utf8):
        end = position
      case UInt8(ascii: ":") where depth == 0:
        if isKept { fields.append((start + 1)..<(end ?? position)) }
        isSpecification = true
      default: break
      }
      position += 1
    }
    throw error(at: start, "'{' in a formatted string is never closed")
  }
}

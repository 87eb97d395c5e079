/// A word or a mark of Swift source; comments and the texts of strings are left out, code inside of strings is not.
struct SwiftToken: Hashable {
  /// What it says: an identifier, a keyword, or one byte of anything else.
  var text: String
  /// The line it stands in, from 1.
  var line: Int
  /// Whether it is an identifier or a keyword.
  var isWord: Bool

  /// The tokens of a source.
  static func read(_ source: [UInt8]) -> [SwiftToken] {
    var reader = SwiftTokenReader(source)
    reader.readCode(untilParenthesis: false)
    return reader.tokens
  }
}

/// Cuts source into tokens. Regex literals are not known: the sources have none.
private struct SwiftTokenReader {
  var tokens: [SwiftToken] = []
  private let source: [UInt8]
  private var position = 0
  private var line = 1

  init(_ source: [UInt8]) { self.source = source }

  private func byte(_ ahead: Int = 0) -> UInt8 {
    position + ahead < source.count ? source[position + ahead] : 0
  }

  private mutating func advance(_ count: Int = 1) {
    for _ in 0..<count where position < source.count {
      if source[position] == UInt8(ascii: "\n") { line += 1 }
      position += 1
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte >= 0x80 || (0x30...0x39).contains(byte)
      || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  /// Reads to the end, or to the parenthesis that ends an interpolation.
  mutating func readCode(untilParenthesis: Bool) {
    var depth = 0
    while position < source.count {
      let first = byte()
      switch first {
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"):
        while position < source.count && byte() != UInt8(ascii: "\n") { advance() }
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"): skipComment()
      case UInt8(ascii: "\""): readString(hashes: 0)
      case UInt8(ascii: "#"):
        var hashes = 0
        while byte(hashes) == UInt8(ascii: "#") { hashes += 1 }
        if byte(hashes) == UInt8(ascii: "\"") {
          advance(hashes)
          readString(hashes: hashes)
        } else {
          advance(hashes)
        }
      case UInt8(ascii: "`"): advance()
      case _ where Self.isWord(first):
        let start = position
        while Self.isWord(byte()) { advance() }
        tokens.append(
          SwiftToken(
            text: String(decoding: source[start..<position], as: UTF8.self), line: line,
            isWord: !(0x30...0x39).contains(first)))
      case 0x00...0x20: advance()
      default:
        if first == UInt8(ascii: "(") { depth += 1 }
        if first == UInt8(ascii: ")") {
          if depth == 0 && untilParenthesis { return }
          depth -= 1
        }
        tokens.append(
          SwiftToken(text: String(decoding: [first], as: UTF8.self), line: line, isWord: false))
        advance()
      }
    }
  }

  /// Comments may stand in each other.
  private mutating func skipComment() {
    var depth = 0
    repeat {
      if byte() == UInt8(ascii: "/") && byte(1) == UInt8(ascii: "*") {
        depth += 1
        advance(2)
      } else if byte() == UInt8(ascii: "*") && byte(1) == UInt8(ascii: "/") {
        depth -= 1
        advance(2)
      } else {
        advance()
      }
    } while depth > 0 && position < source.count
  }

  private mutating func readString(hashes: Int) {
    let quotes = byte(1) == UInt8(ascii: "\"") && byte(2) == UInt8(ascii: "\"") ? 3 : 1
    advance(quotes)
    while position < source.count {
      if (0..<quotes).allSatisfy({ byte($0) == UInt8(ascii: "\"") })
        && (0..<hashes).allSatisfy({ byte(quotes + $0) == UInt8(ascii: "#") })
      {
        advance(quotes + hashes)
        break
      }
      let isEscape =
        byte() == UInt8(ascii: "\\") && (0..<hashes).allSatisfy { byte(1 + $0) == UInt8(ascii: "#") }
      if isEscape && byte(1 + hashes) == UInt8(ascii: "(") {
        advance(2 + hashes)
        readCode(untilParenthesis: true)
        advance()
      } else {
        advance(isEscape ? 2 + hashes : 1)
      }
    }
    tokens.append(SwiftToken(text: "\"", line: line, isWord: false))
  }
}

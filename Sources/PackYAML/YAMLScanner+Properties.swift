extension YAMLScanner {
  /// The name of an anchor or an alias, with its mark.
  mutating func takeAnchor() throws(YAMLError) -> String {
    advance()
    let name = try takeName("an anchor's name")
    guard peek().isBlankOrEnd || peek().isOne(of: "?:,]}%@`") else {
      throw error("an anchor's name has letters, digits, - and _ only")
    }
    return name
  }

  private mutating func takeName(_ what: String) throws(YAMLError) -> String {
    var length = 0
    while peek(length).isNameCharacter { length += 1 }
    guard length > 0 else { throw error("\(what) is missing") }
    return String(take(length))
  }

  /// A tag: `!<whole>`, `!` alone, `!local`, `!!name` or `!handle!name`.
  mutating func takeTag() throws(YAMLError) -> YAMLToken.Kind {
    let start = mark
    var handle: String?
    var suffix = "!"
    let second = peek(1)
    if second == UInt32(UInt8(ascii: "<")) {
      advance(2)
      suffix = try takeAddress()
      guard peek() == UInt32(UInt8(ascii: ">")) else { throw error("a tag has no `>`", at: start) }
      advance()
    } else if second.isBlankOrEnd {
      advance()
    } else {
      // `!` is a handle unless another one follows in the same word.
      var length = 1
      while !peek(length).isSpaceOrEnd, peek(length) != Self.mark { length += 1 }
      if peek(length) == Self.mark {
        handle = try takeHandle()
      } else {
        handle = "!"
        advance()
      }
      suffix = try takeAddress()
    }
    guard peek().isSpaceOrEnd else { throw error("a tag does not end with a space", at: start) }
    return .tag(handle: handle, suffix: suffix)
  }

  private static let mark = UInt32(UInt8(ascii: "!"))

  /// `!`, `!!` or `!name!`.
  private mutating func takeHandle() throws(YAMLError) -> String {
    guard peek() == Self.mark else { throw error("a tag's handle begins with !") }
    var length = 1
    if peek(1) != 0x20 {
      while peek(length).isNameCharacter { length += 1 }
      guard peek(length) == Self.mark else { throw error("a tag's handle ends with !") }
      length += 1
    }
    return String(take(length))
  }

  /// Characters of an address, `%41` read as what it stands for.
  private mutating func takeAddress() throws(YAMLError) -> String {
    var bytes: [UInt8] = []
    let start = mark
    while true {
      let character = peek()
      if character == UInt32(UInt8(ascii: "%")) {
        guard let high = peek(1).hexadecimal, let low = peek(2).hexadecimal else {
          throw error("% is not followed by two hexadecimal digits")
        }
        bytes.append(UInt8(high * 16 + low))
        advance(3)
      } else if character.isNameCharacter || character.isOne(of: ";/?:@&=+$,.!~*'()[]") {
        bytes.append(UInt8(character))
        advance()
      } else {
        break
      }
    }
    guard !bytes.isEmpty else { throw error("a tag's name is missing") }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw error("a tag's name is not UTF-8", at: start)
    }
    return text
  }

  /// A line that begins with `%`.
  mutating func takeDirective() throws(YAMLError) -> YAMLToken.Kind {
    advance()
    let name = try takeName("a directive's name")
    guard peek().isSpaceOrEnd else { throw error("a directive's name has letters and digits only") }
    var kind = YAMLToken.Kind.otherDirective
    if name == "YAML" {
      skipSpaces()
      let major = try takeDigits()
      guard peek() == UInt32(UInt8(ascii: ".")) else { throw error("a version is two numbers") }
      advance()
      _ = try takeDigits()
      guard peek().isSpaceOrEnd else { throw error("a version is two numbers") }
      kind = .version(major)
    } else if name == "TAG" {
      skipSpaces()
      let handle = try takeHandle()
      guard peek() == 0x20 else { throw error("no space follows a tag's handle") }
      skipSpaces()
      let prefix = try takeAddress()
      guard peek().isSpaceOrEnd else { throw error("no space follows a tag's prefix") }
      kind = .tagDirective(handle: handle, prefix: prefix)
    } else {
      skipLine()
    }
    try endLine()
    return kind
  }

  private mutating func takeDigits() throws(YAMLError) -> String {
    var length = 0
    while peek(length).isDigit { length += 1 }
    guard length > 0 else { throw error("a version is two numbers") }
    return String(take(length))
  }

  mutating func skipSpaces() {
    while peek() == 0x20 { advance() }
  }

  /// Passes the rest of a line, which may have a comment only.
  mutating func endLine() throws(YAMLError) {
    skipSpaces()
    if peek() == UInt32(UInt8(ascii: "#")) { skipLine() }
    guard peek().isBreakOrEnd else { throw error("the line does not end here") }
    _ = takeBreak()
  }
}

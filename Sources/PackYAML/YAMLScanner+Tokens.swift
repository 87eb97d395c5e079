extension YAMLScanner {
  /// Takes the token that begins here.
  mutating func fetchToken() throws(YAMLError) {
    let character = peek()
    let start = mark
    switch character {
    case 0: return try fetchEnd()
    case "%" where mark.column == 0:
      try leaveBlocks()
      return append(try takeDirective(), at: start)
    case "-" where mark.column == 0 && isAtSeparator: return try fetchSeparator(.documentStart)
    case "." where mark.column == 0 && isAtSeparator: return try fetchSeparator(.documentEnd)
    case "[": return try openFlow(.flowSequenceStart)
    case "{": return try openFlow(.flowMappingStart)
    case "]": return try closeFlow(.flowSequenceEnd)
    case "}": return try closeFlow(.flowMappingEnd)
    case ",":
      allowsKey = true
      try dropKey()
      advance()
      return append(.flowEntry, at: start)
    case "-" where peek(1).isBlankOrEnd:
      return try fetchIndicator(.blockEntry, opening: .blockSequenceStart, allowsKeyInFlow: true)
    case "?" where flowLevel > 0 || peek(1).isBlankOrEnd:
      return try fetchIndicator(.key, opening: .blockMappingStart, allowsKeyInFlow: false)
    case ":" where flowLevel > 0 || peek(1).isBlankOrEnd:
      guard confirmKey() else {
        return try fetchIndicator(.value, opening: .blockMappingStart, allowsKeyInFlow: false)
      }
      advance()
      return append(.value, at: start)
    case "|" where flowLevel == 0, ">" where flowLevel == 0:
      allowsKey = true
      try dropKey()
      return append(try takeBlockScalar(isFolded: character == ">"), at: start)
    default: break
    }
    guard "*&!'\"".unicodeScalars.contains(where: { $0.value == character }) || startsPlain else {
      let name = Unicode.Scalar(character).map { String($0).quoted } ?? "the end"
      throw error(
        character == 0x09 ? "a tab stands where a value begins" : "no value begins with \(name)")
    }
    // Each of these may be a key.
    try noteKey()
    allowsKey = false
    switch character {
    case "*", "&":
      let name = try takeAnchor()
      append(character == "*" ? .alias(name) : .anchor(name), at: start)
    case "!": append(try takeTag(), at: start)
    case "'", "\"": append(.scalar(try takeQuoted(), isPlain: false), at: start)
    default: append(.scalar(takePlain(), isPlain: true), at: start)
    }
  }

  /// Whether a text without quotes may begin here.
  private var startsPlain: Bool {
    let character = peek()
    if !character.isBlankOrEnd, !character.isOne(of: "-?:,[]{}#&*!|>'\"%@`") { return true }
    guard !peek(1).isBlankOrEnd else { return false }
    return character == "-" || flowLevel == 0 && (character == "?" || character == ":")
  }

  /// All blocks end, and nothing before is a key.
  private mutating func leaveBlocks() throws(YAMLError) {
    closeBlocks(beyond: -1)
    try dropKey()
    allowsKey = false
  }

  private mutating func fetchEnd() throws(YAMLError) {
    try leaveBlocks()
    forgetKeys()
    append(.streamEnd, at: mark)
    isDone = true
  }

  private mutating func fetchSeparator(_ kind: YAMLToken.Kind) throws(YAMLError) {
    try leaveBlocks()
    append(kind, at: mark)
    advance(3)
  }

  private mutating func openFlow(_ kind: YAMLToken.Kind) throws(YAMLError) {
    try noteKey()
    flowLevel += 1
    allowsKey = true
    append(kind, at: mark)
    advance()
  }

  private mutating func closeFlow(_ kind: YAMLToken.Kind) throws(YAMLError) {
    try dropKey()
    // A bracket that closes nothing is the grammar's fault to name.
    flowLevel = max(0, flowLevel - 1)
    allowsKey = false
    append(kind, at: mark)
    advance()
  }

  /// `-`, `?` and `:`, which begin a block where they stand deeper than the one that is open.
  private mutating func fetchIndicator(
    _ kind: YAMLToken.Kind, opening block: YAMLToken.Kind, allowsKeyInFlow: Bool
  ) throws(YAMLError) {
    let start = mark
    if flowLevel == 0 {
      guard allowsKey else {
        throw error("\(YAMLToken(kind: kind, mark: mark).name) is not allowed here")
      }
      if openBlock(at: mark.column) { append(block, at: start) }
    }
    allowsKey = flowLevel == 0 || allowsKeyInFlow
    try dropKey()
    advance()
    append(kind, at: start)
  }
}

/// Lets patterns of characters be written as letters.
private func ~= (pattern: Unicode.Scalar, value: UInt32) -> Bool { pattern.value == value }

/// Lets characters be compared with letters.
private func == (left: UInt32, right: Unicode.Scalar) -> Bool { left == right.value }

import PackFiles

/// Cuts a text into tokens, as the loader of the Hub's client does.
///
/// That loader reads YAML 1.1 with limits of its own: a tab may not stand before a token, a key in front of its `:` takes at
/// most one line and 1,024 characters, and `{http://a.b, c}` is a list of two texts. What it refuses is refused here.
struct YAMLScanner {
  /// The scalar values, and zeros behind them.
  let text: [UInt32]
  let place: Place
  var mark = YAMLMark()
  var isDone = false
  /// Open brackets and braces.
  var flowLevel = 0
  /// Column of the open block; -1 outside all.
  var indent = -1
  var indents: [Int] = []
  /// Whether a key, and so a new block, may begin here.
  var allowsKey = true

  /// A token that turns out to be a key where a `:` follows.
  struct PossibleKey {
    var token: Int
    var isRequired: Bool
    var mark: YAMLMark
  }

  /// At most one for each level of brackets.
  private var possibleKeys: [Int: PossibleKey] = [:]
  private var tokens: [YAMLToken] = []
  private var taken = 0
  /// Tokens that stand before the queue in `tokens`.
  private var head = 0

  /// Characters that a key may take, up to its `:`.
  private static let longestKey = 1024

  /// - Throws: ``YAMLError`` for bytes that are not UTF-8, and for characters that may not stand in YAML.
  init(bytes: [UInt8], place: Place) throws(YAMLError) {
    self.place = place
    guard let valid = String(validating: bytes, as: UTF8.self) else {
      throw YAMLError(at: place, problem: "not valid UTF-8")
    }
    var text: [UInt32] = []
    text.reserveCapacity(bytes.count + 4)
    var byte = 0
    for scalar in valid.unicodeScalars {
      guard scalar.value.isPrintable else {
        var place = place
        place.byteOffset = (place.byteOffset ?? 0) + byte
        throw YAMLError(
          at: place, problem: "not valid YAML: a control character",
          found: "U+" + String(scalar.value, radix: 16, uppercase: true))
      }
      text.append(scalar.value)
      byte += UTF8.width(scalar)
    }
    self.text = text + [0, 0, 0, 0]
  }

  // MARK: Characters

  func peek(_ distance: Int = 0) -> UInt32 {
    let position = mark.index + distance
    return position < text.count ? text[position] : 0
  }

  mutating func advance(_ count: Int = 1) {
    for _ in 0..<count {
      let character = text[mark.index]
      mark.index += 1
      mark.byte += character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4
      if character.isBreak && !(character == 0x0D && text[mark.index] == 0x0A) {
        mark.line += 1
        mark.column = 0
      } else if character != 0xFEFF {
        mark.column += 1
      }
    }
  }

  /// The next characters as a text, which are passed.
  mutating func take(_ count: Int) -> String.UnicodeScalarView {
    var taken = String.UnicodeScalarView()
    for value in text[mark.index..<(mark.index + count)] {
      if let scalar = Unicode.Scalar(value) { taken.append(scalar) }
    }
    advance(count)
    return taken
  }

  /// Passes a line break.
  ///
  /// - Returns: what it means: a line feed, or the separator of lines or paragraphs that it is; nil where there is none.
  mutating func takeBreak() -> Unicode.Scalar? {
    let character = peek()
    guard character.isBreak else { return nil }
    advance(character == 0x0D && peek(1) == 0x0A ? 2 : 1)
    return character == 0x2028 || character == 0x2029 ? Unicode.Scalar(character) : "\n"
  }

  /// Whether `---` or `...` stands here as a word of its own.
  var isAtSeparator: Bool {
    let first = peek()
    return (first == 0x2D || first == 0x2E) && peek(1) == first && peek(2) == first && peek(3).isBlankOrEnd
  }

  func error(_ problem: String, at mark: YAMLMark? = nil) -> YAMLError {
    let mark = mark ?? self.mark
    var place = place
    place.byteOffset = (place.byteOffset ?? 0) + mark.byte
    return YAMLError(at: place, problem: "not valid YAML: \(problem)")
  }

  // MARK: Tokens

  /// The next token, which stays.
  mutating func next() throws(YAMLError) -> YAMLToken {
    while try needsMore() { try fetch() }
    return tokens[head]
  }

  /// Passes the next token.
  @discardableResult
  mutating func takeToken() throws(YAMLError) -> YAMLToken {
    let token = try next()
    if token.kind == .streamEnd { return token }
    taken += 1
    head += 1
    if head > 256 {
      tokens.removeFirst(head)
      head = 0
    }
    return token
  }

  mutating func append(_ kind: YAMLToken.Kind, at mark: YAMLMark) {
    tokens.append(YAMLToken(kind: kind, mark: mark))
  }

  /// A possible key has to be decided before its first token is given out.
  private mutating func needsMore() throws(YAMLError) -> Bool {
    if isDone { return false }
    if head == tokens.count { return true }
    try dropStaleKeys()
    return possibleKeys.values.contains { $0.token == taken }
  }

  private mutating func dropStaleKeys() throws(YAMLError) {
    for (level, key) in possibleKeys
    where key.mark.line != mark.line || mark.index - key.mark.index > Self.longestKey {
      if key.isRequired { throw error("a key has no `:`", at: key.mark) }
      possibleKeys[level] = nil
    }
  }

  /// Notes that the next token may turn out to be a key.
  mutating func noteKey() throws(YAMLError) {
    guard allowsKey else { return }
    try dropKey()
    possibleKeys[flowLevel] = PossibleKey(
      token: taken + tokens.count - head, isRequired: flowLevel == 0 && indent == mark.column, mark: mark)
  }

  /// What could have been a key of this level is none.
  mutating func dropKey() throws(YAMLError) {
    guard let key = possibleKeys.removeValue(forKey: flowLevel) else { return }
    if key.isRequired { throw error("a key has no `:`", at: key.mark) }
  }

  mutating func forgetKeys() { possibleKeys = [:] }

  /// A `:` stands here: the possible key of this level is one.
  ///
  /// - Returns: false where there is none.
  mutating func confirmKey() -> Bool {
    guard let key = possibleKeys.removeValue(forKey: flowLevel) else { return false }
    let position = head + key.token - taken
    tokens.insert(YAMLToken(kind: .key, mark: key.mark), at: position)
    if flowLevel == 0, openBlock(at: key.mark.column) {
      tokens.insert(YAMLToken(kind: .blockMappingStart, mark: key.mark), at: position)
    }
    allowsKey = false
    return true
  }

  /// Closes the blocks that are indented deeper than `column`.
  mutating func closeBlocks(beyond column: Int) {
    guard flowLevel == 0 else { return }
    while indent > column {
      indent = indents.popLast() ?? -1
      append(.blockEnd, at: mark)
    }
  }

  /// Opens a block where `column` is deeper than the one that is open.
  mutating func openBlock(at column: Int) -> Bool {
    guard indent < column else { return false }
    indents.append(indent)
    indent = column
    return true
  }

  private mutating func fetch() throws(YAMLError) {
    skipToToken()
    try dropStaleKeys()
    closeBlocks(beyond: mark.column)
    try fetchToken()
  }

  /// Passes spaces, comments and line breaks.
  private mutating func skipToToken() {
    if mark.index == 0, peek() == 0xFEFF { advance() }
    while true {
      while peek() == 0x20 { advance() }
      if peek() == UInt32(UInt8(ascii: "#")) { skipLine() }
      guard takeBreak() != nil else { return }
      if flowLevel == 0 { allowsKey = true }
    }
  }

  mutating func skipLine() {
    while !peek().isBreakOrEnd { advance() }
  }
}

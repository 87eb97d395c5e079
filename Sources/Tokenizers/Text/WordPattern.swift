/// The regular expressions that byte-level tokenizers cut words with, as scanners written by hand.
///
/// Each of them matches at every place of every text, so a text is cut without gaps.
struct WordPattern: Sendable {
  private enum Kind {
    /// GPT-2's.
    case gpt2
    /// That of cl100k, with at most so many digits in a piece.
    case cl100k(digits: Int)
  }
  private let kind: Kind

  private static let contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
  private static let tail = #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

  /// GPT-2's pattern.
  static let gpt2 = WordPattern(kind: .gpt2)

  private init(kind: Kind) { self.kind = kind }

  /// The scanner of an expression; nil when there is none.
  init?(_ regex: String) {
    let words = Self.contractions + #"|[^\r\n\p{L}\p{N}]?\p{L}+"#
    switch regex {
    case #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#: kind = .gpt2
    case #"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#: kind = .gpt2
    case words + #"|\p{N}{1,3}"# + Self.tail: kind = .cl100k(digits: 3)
    case words + #"|\p{N}"# + Self.tail: kind = .cl100k(digits: 1)
    // The same matches, written with possessive quantifiers.
    case #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"#:
      kind = .cl100k(digits: 3)
    default: return nil
    }
  }

  /// Where the match that starts at `start` ends.
  @inline(__always)
  func end(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int {
    let scanner = WordScanner(text: text, end: end, properties: UnicodeData.properties)
    switch kind {
    case .gpt2: return scanner.gpt2(start)
    case .cl100k(let digits): return scanner.cl100k(start, digits: digits)
    }
  }
}

/// Looks at a text from one place on.
private struct WordScanner {
  let text: UnsafeBufferPointer<UInt8>
  let end: Int
  let properties: TwoStageTable<UInt32>

  private static let wordKinds: ScalarProperties = [.regexLetter, .regexNumber, .regexSpace]

  @inline(__always)
  private func look(_ index: Int) -> (bits: ScalarProperties, length: Int) {
    let (scalar, length) = text.scalar(at: index)
    return (ScalarProperties(rawValue: properties[scalar]), length)
  }

  /// The end of the run of scalars with a property.
  @inline(__always)
  private func run(_ start: Int, _ wanted: ScalarProperties) -> Int {
    var index = start
    while index < end {
      let (bits, length) = look(index)
      guard !bits.isDisjoint(with: wanted) else { break }
      index += length
    }
    return index
  }

  /// The end of the run of scalars that are neither letters nor numbers nor spaces.
  @inline(__always)
  private func symbols(_ start: Int) -> Int {
    var index = start
    while index < end {
      let (bits, length) = look(index)
      guard bits.isDisjoint(with: Self.wordKinds) else { break }
      index += length
    }
    return index
  }

  func gpt2(_ start: Int) -> Int {
    if text[start] == UInt8(ascii: "'"), let end = contraction(start, ignoringCase: false) { return end }
    let isSpace = text[start] == 0x20
    let first = isSpace ? start + 1 : start
    if first < end {
      let bits = look(first).bits
      if bits.contains(.regexLetter) { return run(first, .regexLetter) }
      if bits.contains(.regexNumber) { return run(first, .regexNumber) }
      if bits.isDisjoint(with: Self.wordKinds) { return symbols(first) }
    }
    return spaces(start)
  }

  func cl100k(_ start: Int, digits: Int) -> Int {
    if text[start] == UInt8(ascii: "'"), let end = contraction(start, ignoringCase: true) { return end }
    let (bits, length) = look(start)
    if bits.contains(.regexLetter) { return run(start, .regexLetter) }
    if bits.contains(.regexNumber) {
      var index = start
      for _ in 0..<digits where index < end {
        let (bits, length) = look(index)
        guard bits.contains(.regexNumber) else { break }
        index += length
      }
      return index
    }
    let lead = text[start]
    let isNewline = lead == 0x0A || lead == 0x0D
    let next = start + length
    if !isNewline && next < end && look(next).bits.contains(.regexLetter) { return run(next, .regexLetter) }
    let first = lead == 0x20 ? next : start
    if first < end && look(first).bits.isDisjoint(with: Self.wordKinds) {
      var index = symbols(first)
      while index < end && (text[index] == 0x0A || text[index] == 0x0D) { index += 1 }
      return index
    }
    // White space from here on: up to its last line break, if it has one.
    let runEnd = run(start, .regexSpace)
    var index = runEnd
    while index > start {
      if text[index - 1] == 0x0A || text[index - 1] == 0x0D { return index }
      index -= 1
    }
    return spaces(start)
  }

  /// A run of white space, but for its last scalar where something else follows and there is more than one.
  private func spaces(_ start: Int) -> Int {
    let runEnd = run(start, .regexSpace)
    if runEnd == end { return end }
    let last = text.scalarStart(before: runEnd)
    return last > start ? last : runEnd
  }

  /// The end of an English contraction, `'s` and the like.
  private func contraction(_ start: Int, ignoringCase: Bool) -> Int? {
    func letter(_ index: Int) -> UInt8 {
      guard index < end else { return 0 }
      return ignoringCase && text[index] &- 0x41 < 26 ? text[index] | 0x20 : text[index]
    }
    let first = letter(start + 1)
    switch first {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return start + 2
    case UInt8(ascii: "r"), UInt8(ascii: "v"): return letter(start + 2) == UInt8(ascii: "e") ? start + 3 : nil
    case UInt8(ascii: "l"): return letter(start + 2) == UInt8(ascii: "l") ? start + 3 : nil
    // The long s is an s whose case is ignored.
    case 0xC5: return ignoringCase && letter(start + 2) == 0xBF ? start + 3 : nil
    default: return nil
    }
  }
}

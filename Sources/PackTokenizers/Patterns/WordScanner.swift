/// Looks at a text from one place on.
struct WordScanner {
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
    if bits.contains(.regexNumber) { return numbers(start, digits) }
    let next = start + length
    if !isLineBreak(start) && next < end && look(next).bits.contains(.regexLetter) {
      return run(next, .regexLetter)
    }
    return symbolsOrSpaces(start, tail: 0x0A)
  }

  func o200k(_ start: Int, digits: Int, contractions: Bool) -> Int {
    let (bits, length) = look(start)
    if bits.contains(.regexNumber) { return numbers(start, digits) }
    // One scalar before the word may be anything but a letter, a number or a line break.
    let isPrefix = !bits.contains(.regexLetter) && !isLineBreak(start)
    let word =
      (isPrefix ? smallWord(start + length) : nil) ?? smallWord(start)
      ?? (isPrefix ? capitalWord(start + length) : nil) ?? capitalWord(start)
    guard let word else { return symbolsOrSpaces(start, tail: UInt8(ascii: "/")) }
    guard contractions, word < end, text[word] == UInt8(ascii: "'") else { return word }
    return contraction(word, ignoringCase: true) ?? word
  }

  private static let capitals: ScalarProperties = [.regexUpper, .regexOtherLetter, .regexMark]
  private static let smalls: ScalarProperties = [.regexLower, .regexOtherLetter, .regexMark]

  /// The end of `capitals*smalls+`: letters without case are both, and what came as capitals is given back to find one.
  private func smallWord(_ start: Int) -> Int? {
    let capitalsEnd = run(start, Self.capitals)
    if capitalsEnd < end, look(capitalsEnd).bits.contains(.regexLower) {
      return run(capitalsEnd, Self.smalls)
    }
    var index = capitalsEnd
    while index > start {
      let previous = text.scalarStart(before: index)
      if !look(previous).bits.isDisjoint(with: Self.smalls) { return index }
      index = previous
    }
    return nil
  }

  /// The end of `capitals+smalls*`.
  private func capitalWord(_ start: Int) -> Int? {
    let capitalsEnd = run(start, Self.capitals)
    return capitalsEnd > start ? run(capitalsEnd, Self.smalls) : nil
  }

  private func isLineBreak(_ index: Int) -> Bool { text[index] == 0x0A || text[index] == 0x0D }

  /// The end of a run of so many numbers at most.
  private func numbers(_ start: Int, _ most: Int) -> Int {
    var index = start
    for _ in 0..<most where index < end {
      let (bits, length) = look(index)
      guard bits.contains(.regexNumber) else { break }
      index += length
    }
    return index
  }

  /// The end of a run of symbols with line breaks, and scalars that are `tail`, behind it; else of white space.
  private func symbolsOrSpaces(_ start: Int, tail: UInt8) -> Int {
    let first = text[start] == 0x20 ? start + 1 : start
    if first < end && look(first).bits.isDisjoint(with: Self.wordKinds) {
      var index = symbols(first)
      while index < end && (isLineBreak(index) || text[index] == tail) { index += 1 }
      return index
    }
    // White space from here on: up to its last line break, if it has one.
    let runEnd = run(start, .regexSpace)
    var index = runEnd
    while index > start {
      if isLineBreak(index - 1) { return index }
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

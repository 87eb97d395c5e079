/// A regular expression for a run of scalars of one kind: `\s+`, ` {2,}`, `\n`, `[ \t]+`, `\p{N}{1,3}`, `[\u200B\u200C]`.
struct ScalarRun: Sendable {
  private let ranges: [ClosedRange<UInt32>]
  private let properties: ScalarProperties
  /// How many scalars a match has.
  private let counts: ClosedRange<Int>

  /// Reads the expression; nil when it is of another form.
  init?(_ regex: String) {
    var rest = Array(regex.unicodeScalars)[...]
    var ranges: [ClosedRange<UInt32>] = []
    var properties: ScalarProperties = []

    /// One scalar, or nil where a class or something else stands.
    func readScalar() -> UInt32? {
      guard let first = rest.popFirst() else { return nil }
      guard first == "\\" else {
        return "^$.|?*+()[]{}-&".unicodeScalars.contains(first) ? nil : first.value
      }
      switch rest.popFirst() {
      case "n": return 0x0A
      case "r": return 0x0D
      case "t": return 0x09
      case "u":
        guard rest.count >= 4, let value = UInt32(String(String.UnicodeScalarView(rest.prefix(4))), radix: 16)
        else {
          return nil
        }
        rest = rest.dropFirst(4)
        return value
      default: return nil
      }
    }

    func readAtom() -> Bool {
      for (name, property) in Self.classes where rest.starts(with: name.unicodeScalars) {
        rest = rest.dropFirst(name.unicodeScalars.count)
        properties.insert(property)
        return true
      }
      guard let low = readScalar() else { return false }
      var high = low
      if rest.first == "-" {
        rest.removeFirst()
        guard let end = readScalar(), end >= low else { return false }
        high = end
      }
      ranges.append(low...high)
      return true
    }

    if rest.first == "[" {
      rest.removeFirst()
      while rest.first != "]" {
        guard readAtom() else { return nil }
      }
      rest.removeFirst()
      guard !properties.isEmpty || !ranges.isEmpty else { return nil }
    } else if !readAtom() || ranges.contains(where: { $0.count > 1 }) {
      return nil
    }
    guard let counts = Self.counts(String(String.UnicodeScalarView(rest))) else { return nil }
    self.counts = counts
    self.ranges = ranges
    self.properties = properties
  }

  /// Reads a quantifier: nothing, `+`, `{2}`, `{2,}` or `{1,3}`.
  private static func counts(_ quantifier: String) -> ClosedRange<Int>? {
    if quantifier.isEmpty { return 1...1 }
    if quantifier == "+" { return 1...Int.max }
    guard quantifier.utf8.first == UInt8(ascii: "{"), quantifier.utf8.last == UInt8(ascii: "}") else {
      return nil
    }
    let bounds = quantifier.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false)
    guard let first = bounds.first, let last = bounds.last, bounds.count <= 2, let low = count(first),
      low > 0,
      let high = bounds.count == 2 && last.isEmpty ? Int.max : count(last), low <= high
    else { return nil }
    return low...high
  }

  private static func count(_ digits: Substring) -> Int? {
    digits.utf8.allSatisfy { $0 &- 0x30 < 10 } && digits.utf8.count <= 4 ? Int(digits) : nil
  }

  private static let classes: [(String, ScalarProperties)] = [
    (#"\s"#, .regexSpace), (#"\p{Zs}"#, .regexSpaceSeparator), (#"\p{L}"#, .regexLetter),
    (#"\p{N}"#, .regexNumber),
    (#"\p{M}"#, .regexMark), (#"\p{P}"#, .regexPunctuation), (#"\p{S}"#, .regexSymbol),
  ]

  private func matches(_ scalar: UInt32) -> Bool {
    ranges.contains { $0.contains(scalar) } || UnicodeData.properties.has(scalar, properties)
  }

  /// The first match in `start..<end`.
  func next(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Range<Int>? {
    var index = start
    while index < end {
      let runStart = index
      var count = 0
      while index < end && count < counts.upperBound {
        let (scalar, length) = text.scalar(at: index)
        guard matches(scalar) else { break }
        index += length
        count += 1
      }
      if count >= counts.lowerBound { return runStart..<index }
      if count == 0 { index += scalarLength(lead: text[index]) }
    }
    return nil
  }
}

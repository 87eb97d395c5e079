/// A regular expression for a run of scalars of one kind: `\s+`, ` {2,}`, `\n`, `[ \t]+`, `\p{Zs}`, `[\u200B\u200C]`.
struct ScalarRun: Sendable {
  private let ranges: [ClosedRange<UInt32>]
  private let properties: ScalarProperties
  private let minimum: Int
  private let isRepeated: Bool

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
    switch String(String.UnicodeScalarView(rest)) {
    case "": (minimum, isRepeated) = (1, false)
    case "+", "{1,}": (minimum, isRepeated) = (1, true)
    case "{2,}": (minimum, isRepeated) = (2, true)
    case "{3,}": (minimum, isRepeated) = (3, true)
    default: return nil
    }
    self.ranges = ranges
    self.properties = properties
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
      while index < end {
        let (scalar, length) = text.scalar(at: index)
        guard matches(scalar) else { break }
        index += length
        count += 1
        if !isRepeated { break }
      }
      if count >= minimum { return runStart..<index }
      if count == 0 { index += scalarLength(lead: text[index]) }
    }
    return nil
  }
}

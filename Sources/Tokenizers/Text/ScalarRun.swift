/// A regular expression for a run of scalars of one kind: `\s+`, ` {2,}`, `\n`, `[ \t]+`, `\p{Zs}`, `[\u200B\u200C]`.
struct ScalarRun: Sendable {
  private let scalars: [UInt32]
  private let properties: ScalarProperties
  private let minimum: Int
  private let isRepeated: Bool

  /// Reads the expression; nil when it is of another form.
  init?(_ regex: String) {
    var rest = Array(regex.unicodeScalars)[...]
    var scalars: [UInt32] = []
    var properties: ScalarProperties = []

    func readAtom() -> Bool {
      guard let first = rest.popFirst() else { return false }
      guard first == "\\" else {
        guard !"^$.|?*+()[]{}-&".unicodeScalars.contains(first) else { return false }
        scalars.append(first.value)
        return true
      }
      switch rest.popFirst() {
      case "s": properties.insert(.regexSpace)
      case "p":
        let name = rest.prefix(4)
        rest = rest.dropFirst(4)
        guard let named = Self.property(String(String.UnicodeScalarView(name))) else { return false }
        properties.insert(named)
      case "u":
        guard rest.count >= 4, let value = UInt32(String(String.UnicodeScalarView(rest.prefix(4))), radix: 16)
        else {
          return false
        }
        rest = rest.dropFirst(4)
        scalars.append(value)
      case "n": scalars.append(0x0A)
      case "r": scalars.append(0x0D)
      case "t": scalars.append(0x09)
      default: return false
      }
      return true
    }

    if rest.first == "[" {
      rest.removeFirst()
      while rest.first != "]" {
        guard readAtom() else { return nil }
      }
      rest.removeFirst()
      guard !properties.isEmpty || !scalars.isEmpty else { return nil }
    } else if !readAtom() {
      return nil
    }
    switch String(String.UnicodeScalarView(rest)) {
    case "": (minimum, isRepeated) = (1, false)
    case "+", "{1,}": (minimum, isRepeated) = (1, true)
    case "{2,}": (minimum, isRepeated) = (2, true)
    case "{3,}": (minimum, isRepeated) = (3, true)
    default: return nil
    }
    self.scalars = scalars
    self.properties = properties
  }

  private static func property(_ name: String) -> ScalarProperties? {
    switch name {
    case "{Zs}": .regexSpaceSeparator
    default: nil
    }
  }

  private func matches(_ scalar: UInt32) -> Bool {
    scalars.contains(scalar) || UnicodeData.properties.has(scalar, properties)
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

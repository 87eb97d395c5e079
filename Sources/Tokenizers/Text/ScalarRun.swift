/// A regular expression for a run of scalars of one kind: `\s+`, ` {2,}`, `\n`, `[ \t]+`.
struct ScalarRun: Sendable {
  private let scalars: [UInt32]
  private let matchesSpace: Bool
  private let minimum: Int
  private let isRepeated: Bool

  /// Reads the expression; nil when it is of another form.
  init?(_ regex: String) {
    var rest = Array(regex.unicodeScalars)[...]
    var scalars: [UInt32] = []
    var matchesSpace = false

    func readAtom() -> Bool {
      guard let first = rest.popFirst() else { return false }
      guard first == "\\" else {
        guard !"^$.|?*+()[]{}-&".unicodeScalars.contains(first) else { return false }
        scalars.append(first.value)
        return true
      }
      switch rest.popFirst() {
      case "s": matchesSpace = true
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
      guard matchesSpace || !scalars.isEmpty else { return nil }
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
    self.matchesSpace = matchesSpace
  }

  private func matches(_ scalar: UInt32) -> Bool {
    scalars.contains(scalar) || matchesSpace && UnicodeData.properties.has(scalar, .regexSpace)
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

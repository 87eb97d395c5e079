/// A set of bytes in a pattern of git's, `[!a-z_[:digit:]]`.
struct GitPatternSet {
  /// Whether each byte is in it.
  var bytes = [Bool](repeating: false, count: 256)

  /// Reads a set.
  ///
  /// - Parameters:
  ///   - text: the pattern.
  ///   - position: behind the opening bracket; then behind the closing one.
  /// - Returns: nil where the bracket is not closed, or a class is unknown: git then matches nothing.
  init?(_ text: ArraySlice<UInt8>, _ position: inout Int) {
    func byte(_ index: Int) -> UInt8? { index < text.endIndex ? text[index] : nil }
    let isNegated = byte(position) == UInt8(ascii: "!") || byte(position) == UInt8(ascii: "^")
    if isNegated { position += 1 }
    /// The byte with which a range may begin.
    var low: UInt8?
    var isFirst = true
    while let next = byte(position), isFirst || next != UInt8(ascii: "]") {
      isFirst = false
      position += 1
      if next == UInt8(ascii: "\\") {
        guard let escaped = byte(position) else { return nil }
        position += 1
        bytes[Int(escaped)] = true
        low = escaped
      } else if next == UInt8(ascii: "-"), let start = low, let end = byte(position), end != UInt8(ascii: "]")
      {
        var end = end
        position += 1
        if end == UInt8(ascii: "\\") {
          guard let escaped = byte(position) else { return nil }
          position += 1
          end = escaped
        }
        if start <= end { for value in start...end { bytes[Int(value)] = true } }
        low = nil
      } else if next == UInt8(ascii: "["), byte(position) == UInt8(ascii: ":") {
        let name = text[(position + 1)...].prefix { $0 != UInt8(ascii: "]") }
        guard name.endIndex < text.endIndex else { return nil }
        guard name.last == UInt8(ascii: ":") else {
          // No class: the bracket stands for itself.
          bytes[Int(next)] = true
          low = next
          continue
        }
        guard let members = Self.members(of: String(decoding: name.dropLast(), as: UTF8.self)) else {
          return nil
        }
        for value in UInt8.min...UInt8.max where members(value) { bytes[Int(value)] = true }
        position = name.endIndex + 1
        low = nil
      } else {
        bytes[Int(next)] = true
        low = next
      }
    }
    guard position < text.endIndex else { return nil }
    position += 1
    if isNegated { bytes = bytes.map { !$0 } }
  }

  /// The bytes of a class, all of them ASCII.
  private static func members(of name: String) -> ((UInt8) -> Bool)? {
    func isLower(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 }
    func isUpper(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }
    func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    func isWord(_ byte: UInt8) -> Bool { isLower(byte) || isUpper(byte) || isDigit(byte) }
    func isVisible(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }
    switch name {
    case "alnum": return isWord
    case "alpha": return { isLower($0) || isUpper($0) }
    case "blank": return { $0 == 0x20 || $0 == 0x09 }
    case "cntrl": return { $0 < 0x20 || $0 == 0x7F }
    case "digit": return isDigit
    case "graph": return isVisible
    case "lower": return isLower
    case "print": return { isVisible($0) || $0 == 0x20 }
    case "punct": return { isVisible($0) && !isWord($0) }
    case "space": return { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    case "upper": return isUpper
    case "xdigit": return { isDigit($0) || ($0 | 0x20) &- 0x61 < 6 }
    default: return nil
    }
  }
}

/// A position in the bytes of a scalar, for the patterns by which it is told what it is.
struct YAMLText {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  /// Whether the rest is `text`.
  func isAll(_ text: String) -> Bool { bytes[position...].elementsEqual(text.utf8) }

  /// Passes a byte that is one of `characters`.
  @discardableResult
  mutating func skip(_ characters: StaticString) -> Bool {
    guard position < bytes.count, UInt32(bytes[position]).isOne(of: characters) else { return false }
    position += 1
    return true
  }

  mutating func skipDigit() -> Bool { skip("0123456789") }

  mutating func skipDigits(orUnderscores: Bool = false) {
    while skipDigit() || orUnderscores && skip("_") {}
  }

  /// Passes `:05` and `:5`, as often as they stand there.
  ///
  /// - Returns: whether any stands there.
  mutating func skipSixties() -> Bool {
    var hasAny = false
    while position < bytes.count, bytes[position] == UInt8(ascii: ":") {
      let start = position
      position += 1
      let isTens = position < bytes.count && bytes[position] < UInt8(ascii: "6")
      guard skipDigit() else {
        position = start
        return hasAny
      }
      if isTens { _ = skipDigit() }
      hasAny = true
    }
    return hasAny
  }

  /// Passes `e+5` where it stands.
  ///
  /// - Returns: false for an `e` without a sign or digits.
  mutating func skipPower() -> Bool {
    guard skip("eE") else { return true }
    guard skip("+-"), skipDigit() else { return false }
    skipDigits()
    return true
  }

  /// A number of `digits`, as many as there are.
  mutating func number(_ digits: ClosedRange<Int>) -> Int? {
    let start = position
    while position - start < digits.upperBound, skipDigit() {}
    guard position - start >= digits.lowerBound else { return nil }
    return bytes[start..<position].reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// All digits that follow, as a text.
  mutating func digits() -> String {
    let start = position
    skipDigits()
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }
}

/// A key of a pickle's memo, as Python's `int()` reads it from the line of GET or PUT.
enum MemoKey: Hashable {
  case number(Int)
  /// The digits of a number of more than 18, without leading zeros.
  case digits([UInt8])

  /// Digits of a key that is followed: for one that is longer the scan says that it stops.
  static let mostDigits = 1 << 13

  /// Reads a line; nil for one that `int()` refuses.
  ///
  /// Spaces around the number, a sign, leading zeros and single underscores between digits are what `int()` takes. The
  /// Unpickler in C reads up to a null byte.
  init?(line: some Collection<UInt8>) {
    var text = Array(line.prefix { $0 != 0 })[...]
    text = text.drop(while: Self.isSpace)
    while let last = text.last, Self.isSpace(last) { text.removeLast() }
    let isNegative = text.first == UInt8(ascii: "-")
    if isNegative || text.first == UInt8(ascii: "+") { text.removeFirst() }
    guard Self.isNumber(text) else { return nil }
    let digits = text.filter { $0 != UInt8(ascii: "_") }.drop { $0 == UInt8(ascii: "0") }
    if digits.count <= 18 {
      let value = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
      self = .number(isNegative ? -value : value)
    } else {
      guard !isNegative else { return nil }
      self = .digits(Array(digits))
    }
  }

  /// Whether PUT takes it.
  var isIndex: Bool { if case .number(let value) = self { value >= 0 } else { true } }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// Digits, with single underscores between them.
  private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
    var previousIsDigit = false
    for byte in text {
      let isDigit = (0x30...0x39).contains(byte)
      guard isDigit || byte == UInt8(ascii: "_") && previousIsDigit else { return false }
      previousIsDigit = isDigit
    }
    return previousIsDigit
  }
}

/// Numbers and bytes as the Hub's client reads them from a scalar's text.
enum YAMLNumber {
  /// A whole number; `exact` is nil beyond 64 bits.
  struct Integer {
    var exact: Int?
  }

  /// Digits of a decimal number that Python converts.
  private static let mostDigits = 4300

  /// `-1_000`, `0b101`, `017`, `0x1F`, `1:30`; nil for any other text.
  static func integer(_ text: String) -> Integer? {
    var rest = text.utf8.filter { $0 != UInt8(ascii: "_") }[...]
    guard let first = rest.first else { return nil }
    let isNegative = first == UInt8(ascii: "-")
    if isNegative || first == UInt8(ascii: "+") { rest.removeFirst() }
    guard let value = magnitude(rest) else { return nil }
    return Integer(exact: value.exact.map { isNegative ? 0 - $0 : $0 })
  }

  private static func magnitude(_ text: ArraySlice<UInt8>) -> Integer? {
    if text.starts(with: "0b".utf8) { return parsed(text.dropFirst(2), base: 2) }
    if text.starts(with: "0x".utf8) { return parsed(text.dropFirst(2), base: 16) }
    guard let first = text.first else { return nil }
    if first == UInt8(ascii: "0") { return parsed(text, base: 8) }
    guard text.contains(UInt8(ascii: ":")) else { return parsed(text, base: 10) }
    var sum: Int? = 0
    for part in text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) {
      guard let digit = parsed(part, base: 10) else { return nil }
      sum = combined(sum, 60, digit.exact)
    }
    return Integer(exact: sum)
  }

  /// What Python's `int` makes of a text.
  private static func parsed(_ text: ArraySlice<UInt8>, base: Int) -> Integer? {
    var rest = trimmed(text)
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    let mark: [Int: StaticString] = [2: "bB", 8: "oO", 16: "xX"]
    if rest.first == UInt8(ascii: "0"), let letters = mark[base], let second = rest.dropFirst().first,
      UInt32(second).isOne(of: letters)
    {
      rest = rest.dropFirst(2)
    }
    guard !rest.isEmpty, base != 10 || rest.count <= mostDigits else { return nil }
    var value: Int? = 0
    for byte in rest {
      guard let digit = UInt32(byte).hexadecimal, digit < base else { return nil }
      value = combined(value, base, Int(digit))
    }
    return Integer(exact: value.map { isNegative ? 0 - $0 : $0 })
  }

  /// `value * base + digit`; nil where that is not exact in 64 bits.
  private static func combined(_ value: Int?, _ base: Int, _ digit: Int?) -> Int? {
    guard let value, let digit else { return nil }
    let (product, isLarge) = value.multipliedReportingOverflow(by: base)
    let (sum, isLarger) = product.addingReportingOverflow(digit)
    return isLarge || isLarger ? nil : sum
  }

  /// `1_000.5`, `1.5e+3`, `1:30.5`, `-.inf`, `.NaN`; nil for any other text.
  static func float(_ text: String) -> Double? {
    var rest = text.lowercased().utf8.filter { $0 != UInt8(ascii: "_") }[...]
    guard let first = rest.first else { return nil }
    let sign = first == UInt8(ascii: "-") ? -1.0 : 1.0
    if sign < 0 || first == UInt8(ascii: "+") { rest.removeFirst() }
    if rest.elementsEqual(".inf".utf8) { return sign * .infinity }
    if rest.elementsEqual(".nan".utf8) { return .nan }
    guard rest.contains(UInt8(ascii: ":")) else { return parsedFloat(rest).map { sign * $0 } }
    var base = 1.0
    var sum = 0.0
    for part in rest.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).reversed() {
      guard let digit = parsedFloat(part) else { return nil }
      sum += digit * base
      base *= 60
    }
    return sign * sum
  }

  /// What Python's `float` makes of a text in lower case.
  private static func parsedFloat(_ text: ArraySlice<UInt8>) -> Double? {
    let trimmed = trimmed(text)
    let unsigned = trimmed.first.map { UInt32($0).isOne(of: "+-") } == true ? trimmed.dropFirst() : trimmed
    if ["inf", "infinity"].contains(where: { unsigned.elementsEqual($0.utf8) }) {
      return trimmed.first == UInt8(ascii: "-") ? -.infinity : .infinity
    }
    if unsigned.elementsEqual("nan".utf8) { return .nan }
    let isDecimal = unsigned.allSatisfy { UInt32($0).isOne(of: "0123456789.e+-") }
    return isDecimal ? Double(String(decoding: trimmed, as: UTF8.self)) : nil
  }

  private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    var rest = text.drop(while: isSpace)
    while let last = rest.last, isSpace(last) { rest.removeLast() }
    return rest
  }

  /// Bytes from base64, where other characters are passed over; nil where the end is missing.
  static func base64(_ text: String) -> [UInt8]? {
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    var bytes: [UInt8] = []
    var (bits, count, padding) = (UInt32(0), 0, 0)
    for byte in text.utf8 {
      if byte == UInt8(ascii: "=") {
        padding += count >= 2 ? 1 : 0
        if count >= 2, count + padding >= 4 { return bytes }
        continue
      }
      guard let digit = digit64(byte) else { continue }
      padding = 0
      bits = bits << 6 | digit
      count += 1
      if count > 1 { bytes.append(UInt8(truncatingIfNeeded: bits >> (UInt32(8 - 2 * count)))) }
      if count == 4 { (bits, count) = (0, 0) }
    }
    return count == 0 ? bytes : nil
  }

  private static func digit64(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x41...0x5A: UInt32(byte - 0x41)
    case 0x61...0x7A: UInt32(byte - 0x61) + 26
    case 0x30...0x39: UInt32(byte - 0x30) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}

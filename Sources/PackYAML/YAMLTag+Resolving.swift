extension YAMLTag {
  /// What a text without quotes and without a tag is read as, by the rules of YAML 1.1 as the Hub's client has them.
  init(resolving text: String) {
    switch text {
    case "", "~", "null", "Null", "NULL": self = .null
    case "<<": self = .merge
    case "=": self = .value
    case _ where Self.booleans.contains(text): self = .boolean
    default:
      var text = text
      self = text.withUTF8 { bytes in
        if Self.isFloat(bytes) { return .float }
        if Self.isInteger(bytes) { return .integer }
        return YAMLTimestamp(bytes, isStrict: true) == nil ? .string : .timestamp
      }
    }
  }

  static let booleans: Set<String> = [
    "yes", "Yes", "YES", "no", "No", "NO", "true", "True", "TRUE", "false", "False", "FALSE", "on", "On",
    "ON", "off", "Off", "OFF",
  ]

  /// `1.5`, `1_000.`, `1.5e+3` (a power needs its sign), `.5`, `1:30.5` (to the base of 60), `.inf`, `.nan`.
  private static func isFloat(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var text = YAMLText(bytes)
    if [".nan", ".NaN", ".NAN"].contains(where: { text.isAll($0) }) { return true }
    let hasSign = text.skip("+-")
    if [".inf", ".Inf", ".INF"].contains(where: { text.isAll($0) }) { return true }
    if text.skip(".") {
      guard !hasSign, text.skipDigit() else { return false }
      text.skipDigits(orUnderscores: true)
      return text.skipPower() && text.isAtEnd
    }
    guard text.skipDigit() else { return false }
    text.skipDigits(orUnderscores: true)
    let hasParts = text.skipSixties()
    guard text.skip(".") else { return false }
    text.skipDigits(orUnderscores: true)
    return (hasParts || text.skipPower()) && text.isAtEnd
  }

  /// `0b101`, `017`, `1_000`, `0x1F`, `1:30` (to the base of 60).
  private static func isInteger(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var text = YAMLText(bytes)
    text.skip("+-")
    guard text.skip("0") else {
      guard text.skipDigit() else { return false }
      text.skipDigits(orUnderscores: true)
      _ = text.skipSixties()
      return text.isAtEnd
    }
    if text.isAtEnd { return true }
    let digits: StaticString =
      text.skip("b") ? "01_" : text.skip("x") ? "0123456789abcdefABCDEF_" : "01234567_"
    var count = 0
    while text.skip(digits) { count += 1 }
    return count > 0 && text.isAtEnd
  }
}

/// The number that a JSON lexeme stands for, rounded as the reference's JSON reader (serde_json) rounds it.
///
/// It multiplies or divides the digits, taken as one integer, by a power of ten: up to one unit in the last place
/// beside the nearest double. Two ways to cut a text can have scores that differ by less than that, so the exact
/// number would now and then choose the other one.
///
/// - Returns: nil when the lexeme is not a number or is too large for a double.
func scoreAsReference(_ lexeme: UnsafeBufferPointer<UInt8>) -> Double? {
  var index = 0
  let isNegative = lexeme.first == UInt8(ascii: "-")
  if isNegative { index += 1 }
  var significand: UInt64 = 0
  var exponent = 0
  var isFraction = false
  var isFull = false
  digits: while index < lexeme.count {
    switch lexeme[index] {
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      let digit = UInt64(lexeme[index] - UInt8(ascii: "0"))
      let (tenfold, overflow) = significand.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tenfold.addingReportingOverflow(digit)
      // Digits that do not fit any more count for their place alone.
      if overflow || carry { isFull = true }
      if isFull {
        if !isFraction { exponent += 1 }
      } else {
        significand = sum
        if isFraction { exponent -= 1 }
      }
    case UInt8(ascii: "."):
      isFraction = true
      // After an integer part that did not fit, the reference tries again with the fraction's digits.
      isFull = false
    default: break digits
    }
    index += 1
  }
  if index < lexeme.count {
    guard lexeme[index] | 0x20 == UInt8(ascii: "e") else { return nil }
    let text = String(decoding: lexeme[(index + 1)...], as: UTF8.self)
    guard let power = Int(text) else { return nil }
    exponent += max(-1_000_000, min(1_000_000, power))
  }
  var value = Double(significand)
  while exponent < -308 && value != 0 {
    value /= 1e308
    exponent += 308
  }
  if value == 0 { return isNegative ? -0.0 : 0 }
  guard exponent <= 308 else { return nil }
  if exponent >= 0 { value *= powersOfTen[exponent] } else { value /= powersOfTen[-exponent] }
  return value.isFinite ? (isNegative ? -value : value) : nil
}

/// 1, 10, 100, … 1e308, each the nearest double.
private let powersOfTen: [Double] = (0...308).map { Double("1e\($0)") ?? .infinity }

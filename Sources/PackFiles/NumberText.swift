/// A number with its digits in groups of three: `22,713,601`.
package func groupedText(_ number: Int) -> String {
  let digits = Array(String(number.magnitude).unicodeScalars)
  var text = number < 0 ? "-" : ""
  for (position, digit) in digits.enumerated() {
    if position > 0 && (digits.count - position) % 3 == 0 { text += "," }
    text.unicodeScalars.append(digit)
  }
  return text
}

/// A number with this many digits after the point.
///
/// - Parameter digits: 0 to 6.
package func fixed(_ value: Double, digits: Int) -> String {
  guard value.isFinite, value.magnitude < 1e12 else { return "\(value)" }
  let scale = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000][min(max(digits, 0), 6)]
  let scaled = Int((value * Double(scale)).rounded())
  guard digits > 0 else { return String(scaled) }
  let fraction = String(scaled.magnitude % UInt(scale))
  let sign = scaled < 0 ? "-" : ""
  return sign + "\(scaled.magnitude / UInt(scale))."
    + String(repeating: "0", count: digits - fraction.utf8.count)
    + fraction
}

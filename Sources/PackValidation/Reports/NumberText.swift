/// A number of bytes for a person: `941 B`, `4.2 MB`.
func sizeText(_ bytes: Int) -> String {
  guard bytes >= 1000 else { return "\(bytes) B" }
  var value = Double(bytes) / 1000
  var unit = 0
  let units = ["kB", "MB", "GB", "TB"]
  while value >= 999.5 && unit < units.count - 1 {
    value /= 1000
    unit += 1
  }
  return (value < 9.95 ? fixed(value, digits: 1) : fixed(value, digits: 0)) + " " + units[unit]
}

/// `22,713,601`
func groupedText(_ number: Int) -> String {
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
func fixed(_ value: Double, digits: Int) -> String {
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

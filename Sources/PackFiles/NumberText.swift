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

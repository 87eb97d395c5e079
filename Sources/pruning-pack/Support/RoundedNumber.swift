/// Four digits after the point, as a table has them.
func rounded(_ value: Float) -> String {
  guard value.isFinite else { return "\(value)" }
  let scaled = (Double(value) * 10_000).rounded() / 10_000
  let text = "\(scaled)"
  guard let point = text.firstIndex(of: "."), !text.contains("e") else { return text }
  let digits = text.distance(from: point, to: text.endIndex) - 1
  return text + String(repeating: "0", count: max(0, 4 - digits))
}

import PackFiles

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

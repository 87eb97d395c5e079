import PackFiles

extension String {
  /// The text in quotes, on one line and cut to what a message can carry.
  var quoted: String {
    var text = "\""
    for scalar in unicodeScalars.prefix(80) { text += scalar.isControl ? scalar.escaped : String(scalar) }
    if unicodeScalars.count > 80 { text += "…" }
    return text + "\""
  }
}

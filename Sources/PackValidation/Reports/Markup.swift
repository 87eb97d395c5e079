import PackFiles

/// A text in HTML or XML, in content and in quoted attributes alike.
func markup(_ text: String) -> String {
  var escaped = ""
  for scalar in text.visible.unicodeScalars {
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    case "'": escaped += "&#39;"
    default: escaped.unicodeScalars.append(scalar)
    }
  }
  return escaped
}

import PackFiles

/// A text in HTML or XML, in content and in quoted attributes alike.
package func markup(_ text: String) -> String {
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

/// A message in HTML: what stands between two backticks is code.
func messageMarkup(_ text: String) -> String {
  let pieces = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
  var result = ""
  for (index, piece) in pieces.enumerated() {
    let isCode = index % 2 == 1
    if isCode && index == pieces.count - 1 {
      // A backtick without its partner stands for itself.
      result += "`" + markup(piece)
    } else {
      result += isCode ? "<code>\(markup(piece))</code>" : markup(piece)
    }
  }
  return result
}

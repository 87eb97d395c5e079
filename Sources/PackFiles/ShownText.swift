extension Unicode.Scalar {
  /// The scalar as `\u{1b}`, for what would do something to a terminal or a page instead of being seen there.
  package var escaped: String { "\\u{\(String(value, radix: 16))}" }

  /// Whether it is a control character: a terminal obeys it, and shows nothing.
  package var isControl: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }

  /// What stands for it in HTML and XML, in content and in quoted attributes alike; nil where it stands for itself.
  package var markupEntity: String? {
    switch self {
    case "&": "&amp;"
    case "<": "&lt;"
    case ">": "&gt;"
    case "\"": "&quot;"
    case "'": "&#39;"
    default: nil
    }
  }
}

/// The terminal's colours, or none.
struct TextStyle {
  let isColored: Bool

  func bold(_ text: String) -> String { wrap(text, "1") }
  func dim(_ text: String) -> String { wrap(text, "2") }
  func good(_ text: String) -> String { wrap(text, "1;32") }
  func bad(_ text: String) -> String { wrap(text, "1;31") }

  func severity(_ severity: Severity) -> String {
    switch severity {
    case .error: wrap("error", "31")
    case .warning: wrap("warning", "33")
    case .suggestion: wrap("suggestion", "36")
    }
  }

  private func wrap(_ text: String, _ code: String) -> String {
    isColored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

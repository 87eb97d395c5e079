import PackFiles

/// Text that GitHub's Markdown shows as it is.
enum MarkdownText {
  /// Characters that a text is cut at.
  private static let limit = 600
  /// What could begin markup, a mention, a reference, a formula, a picture or an address.
  private static let special: Set<Unicode.Scalar> = [
    "\\", "`", "*", "_", "{", "}", "[", "]", "<", ">", "#", "|", "&", "@", "~", "!", "$", ":", "\"", "'",
  ]

  /// The text, every character of markup as a character reference, which can be no markup.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    let scalars = text.visible.unicodeScalars
    for scalar in scalars.prefix(limit) {
      if special.contains(scalar) {
        escaped += "&#\(scalar.value);"
      } else {
        escaped.unicodeScalars.append(scalar)
      }
    }
    // GitHub takes `www.` for the beginning of an address.
    return escaped.replacing("www.", with: "www&#46;") + (scalars.count > limit ? "…" : "")
  }

  /// The text as code.
  static func code(_ text: String) -> String { "<code>\(escaped(text))</code>" }

  /// A sentence of the tool's: what stands between backticks is code.
  static func rich(_ text: String) -> String {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    guard parts.count % 2 == 1 else { return escaped(text) }
    return parts.enumerated().map { $0 % 2 == 1 ? code($1) : escaped($1) }.joined()
  }
}

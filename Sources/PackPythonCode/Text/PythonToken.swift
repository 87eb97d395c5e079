/// A piece of Python text.
struct PythonToken: Hashable {
  /// What a token is.
  enum Kind: Hashable {
    /// A name or a keyword.
    case name
    /// A number.
    case number
    /// A string literal; the text is what stands between its quotes.
    case string
    /// An operator or a bracket.
    case symbol
    /// The end of a logical line.
    case newline
    /// A deeper block begins.
    case indent
    /// A block ends.
    case dedent
    /// An expression of the formatted string before it begins; only where the lexer marks them.
    case fieldStart
    /// The expression of a formatted string ends.
    case fieldEnd
  }

  /// What it is.
  var kind: Kind
  /// As it is written; of a string what stands between its quotes, of a line's end nothing.
  var text: String
  /// Offset of the first byte.
  var offset: Int
  /// Whether a string's text is its value: no escapes, no expressions.
  var isLiteral = true
}

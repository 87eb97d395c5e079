extension String {
  /// The text without the characters at its end that a test takes.
  package func trimmingSuffix(while isTaken: (Character) -> Bool) -> String {
    var text = self
    while let last = text.last, isTaken(last) { text.removeLast() }
    return text
  }
}

/// Whether a text is an identifier in Python's sense, keywords included.
package func isPythonIdentifier(_ text: Substring) -> Bool {
  guard let first = text.unicodeScalars.first, first == "_" || first.properties.isXIDStart else {
    return false
  }
  return text.unicodeScalars.allSatisfy { $0.properties.isXIDContinue }
}

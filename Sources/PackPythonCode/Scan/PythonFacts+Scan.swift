extension PythonFacts {
  /// Takes the facts from a file's tokens: no interpreter, and no grammar beyond statements, brackets and names.
  ///
  /// It errs on the side of seeing too much: a name that several imports of the file bind stands for each of them.
  ///
  /// - Throws: ``PythonError`` where the text is no Python: strings that do not end, brackets that do not match,
  ///   indentation that is not consistent.
  package init(scanning bytes: [UInt8], name: String) throws(PythonError) {
    try PythonEncoding.check(bytes, name: name)
    var lexer = PythonLexer(bytes, name: name)
    var scan = PythonScan(try lexer.run())
    self = scan.run()
    if let crowded = scan.crowdedName {
      throw PythonError(
        bytes[...], at: crowded.offset, name: name, "one name stands for too many imports",
        expected: "at most \(PythonScan.mostImports) for \(crowded.text)")
    }
    keepsOwnName = PythonLookup.keepsOwnName(bytes)
  }
}

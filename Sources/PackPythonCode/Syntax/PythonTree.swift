/// The syntax tree of a file, by a parser of its own: whatever it does not understand is an error, never left out.
package struct PythonTree: Sendable {
  /// The expressions and patterns; statements and nodes refer to them by place.
  let nodes: [PythonNode]
  /// The statements of the module.
  let body: [PythonSentence]

  /// Parses a file as Python 3.9 to 3.14 have it.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - name: what errors call it.
  /// - Throws: ``PythonError`` at the first thing that is not understood, or nested deeper than anyone writes.
  package init(_ bytes: [UInt8], name: String) throws(PythonError) {
    try PythonEncoding.check(bytes, name: name)
    var lexer = PythonLexer(bytes, name: name, marksFields: true)
    var parser = PythonParser(try lexer.run(), bytes: bytes, name: name)
    body = try parser.file()
    nodes = parser.nodes
  }

  subscript(_ id: PythonNode.ID) -> PythonNode { nodes[id] }
}

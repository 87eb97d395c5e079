/// The syntax tree of a file, by a parser of its own: whatever it does not understand is an error, never left out.
package struct PythonTree: Sendable {
  /// The expressions and patterns; statements and nodes refer to them by place.
  let nodes: [PythonNode]
  /// What the statements were made of.
  let tokens: [PythonToken]
  /// The text.
  let bytes: [UInt8]
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
    if let offset = Self.hiddenCharacter(in: bytes) {
      throw PythonError(
        bytes[...], at: offset, name: name,
        "an invisible character, with which text may look like other text",
        expected: "an escape, such as \\u200b")
    }
    var lexer = PythonLexer(bytes, name: name, marksFields: true)
    var parser = PythonParser(try lexer.run(), bytes: bytes, name: name)
    body = try parser.file()
    nodes = parser.nodes
    tokens = parser.tokens
    self.bytes = bytes
  }

  /// Where a character stands that changes the direction of writing, or has no width.
  private static func hiddenCharacter(in bytes: [UInt8]) -> Int? {
    guard bytes.count > 2 else { return nil }
    // U+200B, U+200E, U+200F, U+202A to U+202E; U+2060, U+2066 to U+2069.
    let first: Set<UInt8> = [0x8B, 0x8E, 0x8F, 0xAA, 0xAB, 0xAC, 0xAD, 0xAE]
    let second: Set<UInt8> = [0xA0, 0xA6, 0xA7, 0xA8, 0xA9]
    for offset in 0..<(bytes.count - 2) where bytes[offset] == 0xE2 {
      if bytes[offset + 1] == 0x80 && first.contains(bytes[offset + 2])
        || bytes[offset + 1] == 0x81 && second.contains(bytes[offset + 2])
      {
        return offset
      }
    }
    return nil
  }

  private init(_ tree: PythonTree, body: [PythonSentence]) {
    nodes = tree.nodes
    tokens = tree.tokens
    bytes = tree.bytes
    self.body = body
  }

  /// The same with some of its statements.
  func with(_ body: [PythonSentence]) -> PythonTree { PythonTree(self, body: body) }

  /// The names and attributes of all expressions, to be compared with another parser's: `("name", "x")`, `("attribute", "y")`.
  package var words: [(kind: String, text: String)] {
    nodes.compactMap { node in
      switch node.kind {
      case .name(let name): ("name", name)
      case .attribute(_, let name): ("attribute", name)
      default: nil
      }
    }
  }

  subscript(_ id: PythonNode.ID) -> PythonNode { nodes[id] }
}

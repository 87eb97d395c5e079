import PackFiles
package import PackJSON

/// The lines of a file or of standard input as records: each is parsed by itself, so that a bad one does not stand in the
/// way of others.
package struct RecordInput {
  private let reader: LineReader
  private let known: Set<String>

  /// Opens an input.
  ///
  /// - Parameters:
  ///   - path: the file; `-` for standard input.
  ///   - known: the fields that the command reads.
  package init(_ path: String, known: Set<String>) throws {
    reader = try LineReader(path)
    self.known = known
  }

  /// Hands out what `parse` makes of each line, with the share of the input that has been read where it is known.
  ///
  /// - Parameters:
  ///   - whenWaiting: is called where more input has not come yet.
  ///   - whenBad: is called with the error of a line that is no JSON, or that `parse` refuses.
  package func forEach<Item>(
    parse: (_ root: JSONNode, _ name: String) throws -> Item,
    _ body: (InputRecord, Item, _ share: Double?) throws -> Void,
    whenWaiting: () throws -> Void, whenBad: (InputRecord, any Error) throws -> Void
  ) throws {
    while let (number, bytes) = try reader.next(whenWaiting: whenWaiting) {
      var record = InputRecord(line: number)
      let item: Item
      do {
        let name = "\(reader.name), line \(number)"
        let root = try JSONDocument(bytes: bytes, name: name).root
        record = InputRecord(line: number, root, known: known)
        item = try parse(root, name)
      } catch {
        try whenBad(record, error)
        continue
      }
      try body(record, item, reader.share)
    }
  }
}

package import PackFiles
import PackJSON

/// The labelled passages of a file of JSON lines, one after the other: memory holds one at a time.
public enum LabelledSet {
  /// A line of a set.
  package struct Line {
    /// What it says.
    package let passage: LabelledPassage
    /// Its number from 1.
    package let number: Int
    /// Its bytes, without the line's end.
    package let bytes: [UInt8]
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: the file; `-` for standard input.
  ///   - name: what messages call it, where that is not the path.
  ///   - body: is called with each passage in order.
  /// - Throws: ``PackFiles/FileError``, ``PackJSON/JSONError``, ``EvaluationError``, and what `body` throws.
  public static func read(
    _ path: String, name: String? = nil, _ body: (LabelledPassage) throws -> Void
  ) throws {
    let reader = try LineReader(path)
    while let line = try next(reader, name: name ?? reader.name) { try body(line.passage) }
  }

  /// The next line of a set that is not blank; nil at its end.
  ///
  /// - Parameter name: what messages call the set.
  package static func next(_ reader: LineReader, name: String) throws -> Line? {
    guard let (number, bytes) = try reader.next() else { return nil }
    let place = "\(name), line \(number)"
    let passage = try LabelledPassage(JSONDocument(bytes: bytes, name: place).root, name: place)
    return Line(passage: passage, number: number, bytes: bytes)
  }
}

import PackFiles
import PackJSON

/// The labelled passages of a file of JSON lines, read whole.
public enum LabelledSet {
  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - body: is called with each passage in order.
  /// - Throws: ``PackFiles/FileError``, ``PackJSON/JSONError``, ``EvaluationError``, and what `body` throws.
  public static func read(_ path: String, _ body: (LabelledPassage) throws -> Void) throws {
    let bytes = try readFile(path)
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.allSatisfy({ [0x20, 0x0D, 0x09].contains($0) }) {
      let name = "\(path), line \(index + 1)"
      try body(LabelledPassage(JSONDocument(bytes: Array(line), name: name).root, name: name))
    }
  }
}

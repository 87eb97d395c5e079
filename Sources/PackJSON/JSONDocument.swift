public import PackFiles

/// A parsed JSON text: its bytes, and one flat array that says where each value lies.
///
/// Keys and strings stay bytes until they are asked for, so that `é` and `e` + U+0301 are two keys, as they are
/// for every other reader of tokenizer.json. The platform's decoders merge them.
///
/// The grammar is RFC 8259 and nothing more: UTF-8 without a byte order mark, no `NaN`, no comments, no
/// duplicate keys, and nesting up to ``maximumDepth``.
///
/// ```swift
/// let document = try JSONDocument(readingFile: "config.json")
/// let layers = try document.root.int("num_hidden_layers")
/// ```
public final class JSONDocument: Sendable {
  /// Levels of nesting that are accepted.
  public static let maximumDepth = 128

  /// The name that errors give the text.
  public let name: String

  /// The text itself.
  public let bytes: [UInt8]

  /// The values in the order of the text; an object's keys precede their values.
  let nodes: [FlatNode]

  /// Tables of large containers.
  let tables = ContainerTables()

  /// Parses a text.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8 text, at most 1 GiB.
  ///   - name: the name that errors give it.
  /// - Throws: ``JSONError`` with the byte offset of the first fault.
  /// - Complexity: O(n), duplicate keys included.
  public init(bytes: [UInt8], name: String) throws(JSONError) {
    self.bytes = bytes
    self.name = name
    do throws(JSONError) {
      nodes = try parseFlat(bytes, name: name)
    } catch {
      guard let standIn = StandIn(bytes) else { throw error }
      throw JSONError(
        .syntax, at: Place(file: name, byteOffset: 0), problem: "not JSON",
        expected: standIn.expected("JSON"),
        found: standIn.phrase)
    }
  }

  /// The same text under another name, without parsing it again.
  package init(_ document: JSONDocument, name: String) {
    self.name = name
    bytes = document.bytes
    nodes = document.nodes
  }

  /// Reads and parses a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - name: the name that errors give it, when that differs from the path.
  /// - Throws: ``PackFiles/FileError`` or ``JSONError``.
  public convenience init(readingFile path: String, name: String? = nil) throws {
    try self.init(bytes: try readFile(path, name: name), name: name ?? path)
  }

  /// The first number that no double holds, `1e999`, in the order of the text. The grammar allows it; of the readers, Python
  /// makes infinity of it, and Rust's refuses the text.
  public var numberBeyondDouble: JSONNode? {
    for index in nodes.indices where nodes[index].tag == .number {
      let range = Int(nodes[index].start)..<Int(nodes[index].end)
      // Only with an exponent, or by many digits.
      guard range.count > 300 || bytes[range].contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) else {
        continue
      }
      let node = JSONNode(document: self, index: index)
      if Double(node.lexeme)?.isFinite != true { return node }
    }
    return nil
  }

  /// The outermost value.
  public var root: JSONNode { JSONNode(document: self, index: 0) }
}

/// The type of a JSON value.
public enum JSONKind: String, Sendable, Hashable {
  /// `null`
  case null
  /// `true` or `false`
  case boolean
  /// A number.
  case number
  /// A string.
  case string
  /// An array.
  case array
  /// An object.
  case object

  /// The type with its article, for messages.
  public var phrase: String {
    switch self {
    case .null: "null"
    case .array, .object: "an \(rawValue)"
    default: "a \(rawValue)"
    }
  }
}

/// One value of the flat array.
struct FlatNode {
  enum Tag: UInt8 {
    case null, yes, no, number, plainString, escapedString, array, object
  }

  /// Type of the value; a string with a backslash in it has its own.
  var tag: Tag
  /// Offset of the first byte; for a string, of the one after the quote.
  var start: UInt32
  /// Offset past the last byte; for a string, of the closing quote.
  var end: UInt32
  /// Index of the node after this value and all that is inside it.
  var next: UInt32
}

import PackFiles

extension JSONValue {
  /// How a value is laid out.
  public enum Layout: Sendable {
    /// One line without spaces but after commas and colons, members in the order in which they were added.
    case line
    /// Two spaces a level and a newline at the end, keys sorted by their bytes: equal values give equal files.
    case file
    /// As ``file``, with an array of numbers, or of such arrays, on one line.
    case table
  }

  /// The value as JSON text.
  ///
  /// Line separators other than `\n` (U+0085, U+2028, U+2029) are escaped, so that every reader of lines sees the
  /// same ones; so are the characters that turn the direction of writing, and the bracket of what CI systems take for a
  /// command, `##[name]`.
  public func text(_ layout: Layout) -> String {
    var writer = JSONWriter(isFile: layout != .line, isTable: layout == .table)
    writer.write(self, level: 0)
    if layout != .line { writer.text += "\n" }
    return writer.text
  }
}

extension JSONValue {
  /// Whether it is a number, or an array with nothing else in it.
  fileprivate var isNumeric: Bool {
    switch self {
    case .number: true
    case .array(let elements): elements.allSatisfy(\.isNumeric)
    default: false
    }
  }
}

private struct JSONWriter {
  let isFile: Bool
  var isTable = false
  var text = ""

  mutating func write(_ value: JSONValue, level: Int) {
    switch value {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let lexeme): text += lexeme
    case .string(let string): write(string)
    case .array where isTable && value.isNumeric: text += value.text(.line)
    case .array(let elements):
      list("[", "]", elements, level: level) { writer, element in writer.write(element, level: level + 1) }
    case .object(let object):
      let members =
        isFile
        ? object.members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } : object.members
      list("{", "}", members, level: level) { writer, member in
        writer.write(member.key)
        writer.text += ": "
        writer.write(member.value, level: level + 1)
      }
    }
  }

  private mutating func list<Element>(
    _ opening: String, _ closing: String, _ elements: [Element], level: Int,
    _ write: (inout JSONWriter, Element) -> Void
  ) {
    text += opening
    for (position, element) in elements.enumerated() {
      if position > 0 { text += isFile ? "," : ", " }
      if isFile { newLine(level + 1) }
      write(&self, element)
    }
    if isFile && !elements.isEmpty { newLine(level) }
    text += closing
  }

  private mutating func newLine(_ level: Int) {
    text += "\n"
    for _ in 0..<level { text += "  " }
  }

  private mutating func write(_ string: String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar.value {
      case 0x22: text += "\\\""
      case 0x5C: text += "\\\\"
      case 0x0A: text += "\\n"
      case 0x0D: text += "\\r"
      case 0x09: text += "\\t"
      case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: escape(scalar)
      case 0x5B where endsLikeCommand: escape(scalar)
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  private mutating func escape(_ scalar: Unicode.Scalar) {
    let digits = String(scalar.value, radix: 16)
    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }

  /// Whether the text so far ends with `##` or `##name`.
  private var endsLikeCommand: Bool {
    let end = text.utf8.reversed().prefix(16).drop { $0.isASCIILetter }
    return end.starts(with: "##".utf8)
  }
}

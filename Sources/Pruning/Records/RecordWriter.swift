package import PackJSON

/// A value of a record, made when its turn comes.
package enum RecordValue {
  /// A value that is in memory as a whole.
  case whole(JSONValue)
  /// An array, element by element.
  case list(AnySequence<JSONValue>)
  /// A string, part by part.
  case text(AnySequence<String>)
}

/// Writes an object of one line field by field, so that a long one is never in memory as a whole.
struct RecordWriter {
  private let output: (String) -> Void
  private var text = "{"
  private var isFirst = true

  /// Bytes that are written together.
  private static let size = 1 << 20

  /// Begins an object.
  init(_ output: @escaping (String) -> Void) { self.output = output }

  /// Adds a field.
  mutating func add(_ key: String, _ value: RecordValue) {
    append((isFirst ? "" : ", ") + JSONValue.string(key).text(.line) + ": ")
    isFirst = false
    switch value {
    case .whole(let value): append(value.text(.line))
    case .list(let elements):
      append("[")
      for (number, element) in elements.enumerated() {
        append((number > 0 ? ", " : "") + element.text(.line))
      }
      append("]")
    case .text(let parts):
      append("\"")
      // What is escaped depends on what stands before it, as far as the white space.
      var unit = ""
      for part in parts {
        unit += part
        if let last = part.unicodeScalars.last, last == " " || last == "\n" {
          append(escaped(unit))
          unit = ""
        }
      }
      append(escaped(unit) + "\"")
    }
  }

  /// Ends the object and its line.
  mutating func finish() {
    text += "}\n"
    output(text)
    text = ""
  }

  private func escaped(_ text: String) -> Substring {
    // By bytes: a quote and a combining mark behind it are one character.
    let quoted = JSONValue.string(text).text(.line)
    return quoted[quoted.utf8.index(after: quoted.startIndex)..<quoted.utf8.index(before: quoted.endIndex)]
  }

  private mutating func append(_ part: some StringProtocol) {
    text += part
    guard text.utf8.count >= Self.size else { return }
    output(text)
    text = ""
  }
}

import PackJSON

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
  mutating func add(_ key: String, _ value: JSONValue) {
    if !isFirst { text += ", " }
    isFirst = false
    text += JSONValue.string(key).text(.line)
    text += ": "
    let value = value.text(.line)
    guard text.utf8.count + value.utf8.count >= Self.size else {
      text += value
      return
    }
    output(text)
    output(value)
    text = ""
  }

  /// Ends the object and its line.
  mutating func finish() {
    text += "}\n"
    output(text)
    text = ""
  }
}

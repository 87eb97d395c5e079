package import PackJSON

/// A line of the input, as far as it comes back with the answer: the fields that the command does not know, in their place.
package struct InputRecord: Sendable {
  /// The line's number from 1; nil for what the command line gave.
  package let line: Int?
  /// The fields before the first one that the command knows, and those after it.
  private var fields: (before: [Field], after: [Field]) = ([], [])

  private typealias Field = (key: String, value: JSONValue)

  /// A line whose fields are not known, or no line.
  package init(line: Int? = nil) { self.line = line }

  /// A line with the fields that are none of the command's own.
  package init(line: Int, _ root: JSONNode, known: Set<String>) {
    self.line = line
    guard let members = try? root.members() else { return }
    var isBehind = false
    for member in members {
      guard !known.contains(member.key) else {
        isBehind = true
        continue
      }
      let field = (key: member.key, value: JSONValue(member.value))
      if isBehind { fields.after.append(field) } else { fields.before.append(field) }
    }
  }

  /// A line of JSON: the answer, where the fields stood that it answers. It goes before a field of the same name.
  package func text(_ answer: JSONObject) -> String {
    var text = ""
    write(answer.members.map { ($0.key, .whole($0.value)) }) { text += $0 }
    return text
  }

  /// Writes a line of JSON, as ``text(_:)`` has it, bit by bit.
  package func write(_ answer: [(key: String, value: RecordValue)], _ output: (String) -> Void) {
    let own = Set(answer.map(\.key))
    withoutActuallyEscaping(output) { output in
      var writer = RecordWriter(output)
      for field in fields.before where !own.contains(field.key) { writer.add(field.key, .whole(field.value)) }
      for field in answer { writer.add(field.key, field.value) }
      for field in fields.after where !own.contains(field.key) { writer.add(field.key, .whole(field.value)) }
      writer.finish()
    }
  }
}

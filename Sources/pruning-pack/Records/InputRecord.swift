import PackJSON

/// A line of the input, as far as it comes back with the answer: the fields that the command does not know, in their place.
struct InputRecord: Sendable {
  /// The line's number from 1; nil for what the command line gave.
  let line: Int?
  /// The fields before the first one that the command knows, and those after it.
  private var fields: (before: [Field], after: [Field]) = ([], [])

  private typealias Field = (key: String, value: JSONValue)

  /// A line whose fields are not known, or no line.
  init(line: Int? = nil) { self.line = line }

  /// A line with the fields that are none of the command's own.
  init(line: Int, _ root: JSONNode, known: Set<String>) {
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
  func text(_ answer: JSONObject) -> String {
    guard !fields.before.isEmpty || !fields.after.isEmpty else {
      return JSONValue.object(answer).text(.line) + "\n"
    }
    var object = JSONObject()
    for field in fields.before where answer[field.key] == nil { object[field.key] = field.value }
    for field in answer.members { object[field.key] = field.value }
    for field in fields.after where answer[field.key] == nil { object[field.key] = field.value }
    return JSONValue.object(object).text(.line) + "\n"
  }
}

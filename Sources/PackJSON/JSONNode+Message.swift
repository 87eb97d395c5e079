public import PackFiles

extension JSONNode {
  /// The value on one line, cut to what a message can carry: `7`, `"abc"`, `["a", "b"]`; of a large one its kind.
  public var messageText: String {
    lexeme.utf8.count <= 4096 ? JSONValue(self).messageText : kind.phrase
  }

  /// The position of the value of a key, present or missing.
  ///
  /// - Complexity: O(n) in the size of the document; it is meant for messages.
  public func place(of key: String) -> Place {
    self[key]?.place ?? Place(file: document.name, jsonPath: "\(path).\(key)")
  }
}

extension JSONValue {
  /// The value on one line, cut to what a message can carry.
  public var messageText: String {
    let text = text(.line).unicodeScalars
    guard text.count > 120 else { return String(text) }
    return String(String.UnicodeScalarView(text.prefix(119))) + "…"
  }
}

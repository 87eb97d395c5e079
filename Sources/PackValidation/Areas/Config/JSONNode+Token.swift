import PackJSON

extension JSONNode {
  /// The text of a token in a tokenizer's settings: a string, or the object that transformers writes for one. transformers 4
  /// and 5 know the object by its `__type`; nil for what they raise on.
  var tokenText: String? {
    if let text = try? string() { return text }
    guard kind == .object, (try? string("__type")) == "AddedToken" else { return nil }
    return try? string("content")
  }
}

import PackJSON

extension JSONNode {
  /// The text of a token in a tokenizer's settings: a string, or the object that transformers writes for one, which both of
  /// its lines know by its `__type`; nil for what they raise on.
  var tokenText: String? {
    if let text = try? string() { return text }
    guard kind == .object, (try? string("__type")) == "AddedToken" else { return nil }
    return try? string("content")
  }
}

extension JSONNode {
  /// The value that a path leads to from the document's root, or the last one on the way that is there.
  ///
  /// - Parameter path: as ``path`` writes it, `$.model.vocab[3]`; a key that has no quotes may have any character but `.` and `[`.
  /// - Complexity: O(1) for each step once a large container has been gone through, but for keys in quotes.
  package static func nearest(to path: String, in document: JSONDocument) -> JSONNode {
    var node = document.root
    var rest = Array(path.utf8.dropFirst(path.utf8.first == UInt8(ascii: "$") ? 1 : 0))[...]
    while let mark = rest.first, let (child, length) = node.child(at: rest, mark) {
      node = child
      rest = rest.dropFirst(length)
    }
    return node
  }

  /// The child that the first step of a path leads to, and the step's length in bytes.
  private func child(at rest: ArraySlice<UInt8>, _ mark: UInt8) -> (JSONNode, Int)? {
    let (dot, bracket, quote) = (UInt8(ascii: "."), UInt8(ascii: "["), UInt8(ascii: "\""))
    if mark == dot {
      let name = rest.dropFirst().prefix { $0 != dot && $0 != bracket }
      guard !name.isEmpty, let child = self[String(decoding: name, as: UTF8.self)] else { return nil }
      return (child, name.count + 1)
    }
    guard mark == bracket else { return nil }
    if rest.dropFirst().first == quote {
      guard kind == .object else { return nil }
      for member in JSONMembers(self) where rest.starts(with: member.pathStep.utf8) {
        return (member.value, member.pathStep.utf8.count)
      }
      return nil
    }
    let digits = rest.dropFirst().prefix { $0 != UInt8(ascii: "]") }
    guard kind == .array, let position = Int(String(decoding: digits, as: UTF8.self)), position >= 0 else {
      return nil
    }
    let children = document.tables.children(of: self)
    guard position < children.count else { return nil }
    return (JSONNode(document: document, index: Int(children[position])), digits.count + 2)
  }
}

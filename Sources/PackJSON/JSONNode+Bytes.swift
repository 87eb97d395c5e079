extension JSONNode {
  /// Gives the bytes of the string or number that stands here to `body` without copying them, but for a string with
  /// escapes; nil where something else stands.
  ///
  /// For readers of hundreds of thousands of values.
  package func withBytes<Result>(
    of kind: JSONKind, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result? {
    let node = flat
    switch (node.tag, kind) {
    case (.plainString, .string), (.number, .number):
      return document.bytes.withUnsafeBufferPointer { bytes in
        body(UnsafeBufferPointer(rebasing: bytes[Int(node.start)..<Int(node.end)]))
      }
    case (.escapedString, .string): return decodedString.withUnsafeBufferPointer(body)
    default: return nil
    }
  }
}

extension JSONMember {
  /// Gives the key's bytes to `body` without copying them, but for a key with escapes.
  package func withKeyBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    keyNode.withBytes(of: .string, body) ?? keyBytes.withUnsafeBufferPointer(body)
  }
}

public import PackFiles

extension JSONNode {
  /// The value of a required key.
  ///
  /// - Throws: ``JSONError`` when this is no object, or has no such key.
  public func required(_ key: String) throws(JSONError) -> JSONNode {
    guard kind == .object else { throw wrongType("an object") }
    guard let value = self[key] else {
      throw JSONError(
        .missingKey, at: place, problem: "key is missing", expected: key.quotedForMessage)
    }
    return value
  }

  /// The value of a key, or nil when the key is absent or its value is `null`.
  ///
  /// - Throws: ``JSONError`` when this is no object.
  public func optional(_ key: String) throws(JSONError) -> JSONNode? {
    guard kind == .object else { throw wrongType("an object") }
    guard let value = self[key], !value.isNull else { return nil }
    return value
  }

  /// The string under a required key.
  public func string(_ key: String) throws(JSONError) -> String { try required(key).string() }

  /// The integer under a required key.
  public func int(_ key: String) throws(JSONError) -> Int { try required(key).int() }

  /// The number under a required key.
  public func double(_ key: String) throws(JSONError) -> Double { try required(key).double() }

  /// The truth value under a required key.
  public func bool(_ key: String) throws(JSONError) -> Bool { try required(key).bool() }

  /// The string under a key; nil when absent or `null`.
  public func optionalString(_ key: String) throws(JSONError) -> String? { try optional(key)?.string() }

  /// The integer under a key; nil when absent or `null`.
  public func optionalInt(_ key: String) throws(JSONError) -> Int? { try optional(key)?.int() }

  /// The number under a key; nil when absent or `null`.
  public func optionalDouble(_ key: String) throws(JSONError) -> Double? { try optional(key)?.double() }

  /// The truth value under a key; nil when absent or `null`.
  public func optionalBool(_ key: String) throws(JSONError) -> Bool? { try optional(key)?.bool() }

  /// JSON path of the value from the root, `$.model.vocab[3]`.
  public var path: String {
    var path = "$"
    var current = JSONNode(document: document, index: 0)
    descent: while current.index != index {
      if current.kind == .object {
        for member in JSONMembers(current) where member.value.contains(index) {
          path += member.pathStep
          current = member.value
          continue descent
        }
      } else if current.kind == .array {
        for (position, element) in JSONElements(current).enumerated() where element.contains(index) {
          path += "[\(position)]"
          current = element
          continue descent
        }
      }
      break
    }
    return path
  }

  private func contains(_ other: Int) -> Bool { index <= other && other < Int(flat.next) }
}

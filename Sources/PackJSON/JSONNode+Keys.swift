public import PackFiles

extension JSONNode {
  /// The value of a required key.
  ///
  /// - Throws: ``JSONError`` when this is not an object, or the key is missing.
  public func required(_ key: String) throws(JSONError) -> JSONNode {
    guard kind == .object else { throw wrongType("an object") }
    guard let value = self[key] else {
      throw JSONError(
        .missingKey, at: place, problem: "\(key) is missing")
    }
    return value
  }

  /// The value of a key, or nil when the key is absent or its value is `null`.
  ///
  /// - Throws: ``JSONError`` when this is not an object.
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
    var current = document.root
    while current.index != index, let (step, child) = current.child(around: index) {
      path += step
      current = child
    }
    return path
  }

  /// What messages call the value: its key, `num_labels` or `shape[0]`; empty for the root.
  package var subject: String {
    var subject = ""
    var current = document.root
    while current.index != index, let (step, child) = current.child(around: index) {
      subject = current.kind == .array ? subject + step : String(step.drop { $0 == "." })
      current = child
    }
    return subject
  }

  /// The child that a node is, or lies in, and the step of a path that leads to it.
  private func child(around other: Int) -> (step: String, child: JSONNode)? {
    guard kind == .object || kind == .array, index < other, other < Int(flat.next) else { return nil }
    let children = document.tables.children(of: self)
    // The last child that does not begin behind the node.
    var (low, high) = (0, children.count)
    while low < high {
      let middle = (low + high) / 2
      if children[middle] <= other { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    let child = JSONNode(document: document, index: Int(children[low - 1]))
    guard other < Int(child.flat.next) else { return nil }
    guard kind == .object else { return ("[\(low - 1)]", child) }
    return (JSONMember(keyNode: JSONNode(document: document, index: child.index - 1)).pathStep, child)
  }
}

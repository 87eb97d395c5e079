/// A JSON value that is built or changed in memory, and written out.
public enum JSONValue: Sendable, Hashable {
  /// `null`
  case null
  /// `true` or `false`
  case bool(Bool)
  /// A number, by its text, so that `1e-12` stays as its author wrote it.
  case number(String)
  /// A string.
  case string(String)
  /// An array.
  case array([JSONValue])
  /// An object.
  case object(JSONObject)

  /// An integer.
  public static func int(_ value: Int) -> JSONValue { .number(String(value)) }

  /// The shortest text that reads back as the same double; `null` when the value is not finite.
  public static func double(_ value: Double) -> JSONValue {
    value.isFinite ? .number(shortest(value.description)) : .null
  }

  /// The shortest text that reads back as the same float; `null` when the value is not finite.
  public static func float(_ value: Float) -> JSONValue {
    value.isFinite ? .number(shortest(value.description)) : .null
  }

  /// A copy of a value of a document.
  public init(_ node: JSONNode) {
    switch node.kind {
    case .null: self = .null
    case .boolean: self = .bool(node.flat.tag == .yes)
    case .number: self = .number(node.lexeme)
    case .string: self = .string(String(decoding: node.decodedString, as: UTF8.self))
    case .array: self = .array(JSONElements(node).map { JSONValue($0) })
    case .object:
      self = .object(JSONObject(JSONMembers(node)))
    }
  }

  private static func shortest(_ text: String) -> String {
    text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

/// The members of an object that is built in memory; keys are compared byte for byte.
public struct JSONObject: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  /// The members in the order in which they were added.
  public private(set) var members: [Member] = []

  /// A key and its value.
  public struct Member: Sendable, Hashable {
    /// The key.
    public let key: String
    /// The value.
    public var value: JSONValue
  }

  /// An object without members.
  public init() {}

  /// An object with the literal's members; of a repeated key the last value stays.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    for (key, value) in elements { self[key] = value }
  }

  /// The members of an object of a document, whose keys the parser has found to differ.
  init(_ members: JSONMembers) {
    self.members = members.map { Member(key: $0.key, value: JSONValue($0.value)) }
  }

  /// The value of a key; setting nil removes the key.
  public subscript(_ key: String) -> JSONValue? {
    get { position(of: key).map { members[$0].value } }
    set {
      switch (position(of: key), newValue) {
      case (let position?, let value?): members[position].value = value
      case (let position?, nil): members.remove(at: position)
      case (nil, let value?): members.append(Member(key: key, value: value))
      case (nil, nil): break
      }
    }
  }

  private func position(of key: String) -> Int? {
    members.firstIndex { $0.key.utf8.elementsEqual(key.utf8) }
  }
}

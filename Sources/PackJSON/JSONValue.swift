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

import PackJSON

extension ConfigTypes {
  private static let names: [Character: String] = [
    "i": "an integer", "f": "a number with a fraction", "b": "true or false", "s": "a string", "n": "null",
    "l": "a list", "d": "an object",
  ]

  private static let pluralNames: [Character: String] = [
    "i": "integers", "f": "numbers with a fraction", "b": "true or false", "s": "strings", "n": "null",
    "l": "lists",
    "d": "objects",
  ]

  private static let byKey = entries(of: table)
  private static let byFamily = entries(of: padTokenIDs)

  private static func entries(of table: StaticString) -> [String: String] {
    table.withUTF8Buffer { bytes in
      var entries: [String: String] = [:]
      for entry in String(decoding: bytes, as: UTF8.self).split(separator: " ") {
        let parts = entry.split(separator: "=")
        if parts.count == 2 { entries[String(parts[0])] = String(parts[1]) }
      }
      return entries
    }
  }

  /// What `pad_token_id` is where a family's configuration does not say.
  static func padTokenID(ofFamily family: String) -> Int? { byFamily[family].flatMap { Int($0) } }

  /// What a key of a family's configuration must be, in words; nil where the value is right, or the key is free.
  static func expectation(of key: String, _ value: JSONNode, family: String) -> String? {
    guard let found = byKey[key] ?? byKey["\(family)/\(key)"] else { return nil }
    let parts = found.split(separator: ":")
    let kinds = parts[0]
    let elements = parts.count > 1 ? parts[1] : nil
    if kinds.contains(letter(of: value)) {
      guard let elements, let list = try? value.elements() else { return nil }
      if list.allSatisfy({ elements.contains(letter(of: $0)) }) { return nil }
    }
    let several = elements.map { $0.compactMap { pluralNames[$0] }.joined(separator: " or ") }
    return kinds.compactMap { kind in
      kind == "l" ? several.map { "a list of \($0)" } ?? names[kind] : names[kind]
    }
    .joined(separator: ", or ")
  }

  /// The letter of a value as Python's reader types it: `1` is an integer, `1.0` and `1e0` are none.
  private static func letter(of value: JSONNode) -> Character {
    switch value.kind {
    case .null: "n"
    case .boolean: "b"
    case .number: value.lexeme.utf8.contains { "eE.".utf8.contains($0) } ? "f" : "i"
    case .string: "s"
    case .array: "l"
    case .object: "d"
    }
  }
}

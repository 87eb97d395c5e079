extension TokenizerClasses {
  private static let models: [String: String] = table.withUTF8Buffer { bytes in
    var models: [String: String] = [:]
    for entry in String(decoding: bytes, as: UTF8.self).split(separator: " ") {
      let parts = entry.split(separator: "=")
      if parts.count == 2 { models[String(parts[0])] = String(parts[1]) }
    }
    return models
  }

  /// Whether transformers 4 and 5 have a class of this name.
  static func contains(_ name: String) -> Bool { models[stem(name)] != nil }

  /// The kind of model that a class makes in transformers 5, whatever tokenizer.json has; nil where it is not known.
  static func model(of name: String) -> String? { models[stem(name)].flatMap { $0 == "any" ? nil : $0 } }

  /// Both lines take `XTokenizer` and `XTokenizerFast` for one class.
  private static func stem(_ name: String) -> String {
    name.utf8.suffix(4).elementsEqual("Fast".utf8) ? String(name.dropLast(4)) : name
  }
}

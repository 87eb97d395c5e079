import PackFiles

extension TransformersNames {
  private static let tables: [TransformersVersion: Set<ExactText>] = [
    .four: names(ofFour), .five: names(ofFive),
  ]

  private static func names(_ table: StaticString) -> Set<ExactText> {
    table.withUTF8Buffer { bytes in
      Set(String(decoding: bytes, as: UTF8.self).split(separator: " ").map { ExactText($0) })
    }
  }

  /// Whether a setting may not have this name: a class of a version has a method of that name, or fails with any value.
  static func isForbidden(_ name: ExactText, of kind: TokenizerClass, _ version: TransformersVersion) -> Bool
  {
    if tables[version]?.contains(name) == true { return true }
    return switch version {
    case .four: kind != .base && name == ExactText("slow_tokenizer_class")
    case .five: kind != .base && kind != .camembert && name == ExactText("model")
    }
  }
}

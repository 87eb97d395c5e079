extension HubValues {
  /// Whether a word is in one of the lists.
  static func contains(_ list: StaticString, _ word: String) -> Bool {
    let wanted = Array(word.utf8)
    guard !wanted.isEmpty, !wanted.contains(0x20) else { return false }
    return list.withUTF8Buffer { bytes in bytes.split(separator: 0x20).contains { $0.elementsEqual(wanted) } }
  }

  /// The words of one of the lists.
  static func words(_ list: StaticString) -> [String] {
    list.withUTF8Buffer { bytes in bytes.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) } }
  }

  /// Whether a text is a repository's id, `name` or `owner/name`, by the Hub's own rules.
  static func isRepositoryID(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), !text.contains("--"), !text.contains(".."), !text.hasSuffix(".git")
    else { return false }
    return parts.allSatisfy { part in
      let isWord = part.allSatisfy { byte in
        byte | 0x20 &- 0x61 < 26 || byte &- 0x30 < 10 || "-_.".utf8.contains(byte)
      }
      let ends = [part.first, part.last].compactMap { $0 }
      return isWord && (1...96).contains(part.count)
        && !ends.contains { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
    }
  }
}

/// Comparisons with versions of a library, as transformers' `require_version` reads them behind its name: `>=5.0.0,<6`.
///
/// Source: `transformers/utils/versions.py`, and the grammar of versions in PEP 440 as `packaging` reads it.
enum VersionRequirement {
  /// Whether each comparison is read. A sign of two characters may have blanks behind it; one of one takes the blank for its
  /// second character, and is refused.
  static func isRead(_ text: String) -> Bool {
    text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).allSatisfy {
      var scanner = VersionScanner($0)
      let isLong = ["<=", ">=", "==", "!="].contains { scanner.takes($0) }
      guard isLong || scanner.takes("<") || scanner.takes(">") else { return false }
      if isLong { scanner.skipBlanks() }
      return scanner.takesVersion()
    }
  }
}

/// Takes a version apart from its beginning on.
private struct VersionScanner {
  private var rest: Substring.UTF8View

  init(_ text: Substring.UTF8View) { rest = text }

  mutating func skipBlanks() { rest = rest.drop { $0 == 0x20 || $0 == 0x09 } }

  /// Takes a word, whatever its case, if it is next.
  mutating func takes(_ word: String) -> Bool {
    guard rest.count >= word.utf8.count, zip(rest, word.utf8).allSatisfy({ Self.lower($0) == $1 }) else {
      return false
    }
    rest = rest.dropFirst(word.utf8.count)
    return true
  }

  /// Takes the whole rest, if it is a version: `2!1.0rc1.post2.dev3+local.4`.
  mutating func takesVersion() -> Bool {
    _ = takes("v")
    guard takesDigits() else { return false }
    if takes("!"), !takesDigits() { return false }
    while takesAll({ $0.takes(".") && $0.takesDigits() }) {}
    // Longer words first.
    _ = takesPart(["alpha", "a", "beta", "b", "preview", "pre", "c", "rc"])
    if !takesAll({ $0.takes("-") && $0.takesDigits() }) { _ = takesPart(["post", "rev", "r"]) }
    _ = takesPart(["dev"])
    if takes("+") {
      guard takesLetters() else { return false }
      while takesAll({ $0.takesSeparator() && $0.takesLetters() }) {}
    }
    skipBlanks()
    return rest.isEmpty
  }

  /// A separator, a word, a separator and a number, of which only the word has to be there.
  private mutating func takesPart(_ words: [String]) -> Bool {
    takesAll { scanner in
      _ = scanner.takesSeparator()
      guard words.contains(where: { scanner.takes($0) }) else { return false }
      _ = scanner.takesSeparator()
      _ = scanner.takesDigits()
      return true
    }
  }

  /// Takes what `body` takes, or nothing.
  private mutating func takesAll(_ body: (inout VersionScanner) -> Bool) -> Bool {
    var copy = self
    guard body(&copy) else { return false }
    self = copy
    return true
  }

  private mutating func takesSeparator() -> Bool { takes("-") || takes("_") || takes(".") }

  private mutating func takesDigits() -> Bool { takes { $0 &- 0x30 < 10 } }

  private mutating func takesLetters() -> Bool {
    takes { $0 &- 0x30 < 10 || Self.lower($0) &- 0x61 < 26 }
  }

  private mutating func takes(_ test: (UInt8) -> Bool) -> Bool {
    let left = rest.drop(while: test)
    defer { rest = left }
    return left.startIndex > rest.startIndex
  }

  private static func lower(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}

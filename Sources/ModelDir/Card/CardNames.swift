/// The names under which a card's snippets load its own model.
package enum CardNames {
  /// The calls whose first argument is the model's own name, where they trust its code.
  private static let loaders = [
    "AutoModel.from_pretrained(", "AutoModelForSequenceClassification.from_pretrained(",
    "AutoModelForTokenClassification.from_pretrained(", "CrossEncoder(",
  ]
  private static let command = "pruning-pack "
  /// What stands before the name of a repository where a command reads a directory.
  package static let scheme = "hf://"

  /// A card whose snippets load its model from the Hub.
  ///
  /// In blocks of code the model's own name, which the snippets load with `trust_remote_code`, becomes the repository's; so
  /// does a heading that is that name alone. Every other byte stays. Of a card with marks, only the snippets between them
  /// say what its own name is.
  ///
  /// - Parameters:
  ///   - card: the card's bytes; what is not UTF-8 is left as it is.
  ///   - repository: where the model is going to be.
  package static func renamed(_ card: [UInt8], to repository: RepositoryName) -> [UInt8] {
    renamed(card, to: repository.description)
  }

  /// The same for any name, of a directory too.
  static func renamed(_ card: [UInt8], to new: String) -> [UInt8] {
    guard let text = String(validating: card, as: UTF8.self) else { return card }
    // By bytes: `\r\n` is one character.
    var lines = lines(text)
    let code = codeLines(lines)
    let own = names(in: card).filter { $0 != new }
    guard !own.isEmpty else { return card }
    for index in lines.indices {
      if code[index] {
        for name in own {
          lines[index] = replaceName(name, with: new, in: lines[index])
        }
      } else if let name = own.first(where: { lines[index] == "# \($0)" || lines[index] == "# \($0)\r" }) {
        lines[index] = lines[index].replacing(name, with: new)
      }
    }
    return Array(lines.joined(separator: "\n").utf8)
  }

  /// The names under which a card's snippets load its model.
  package static func names(in card: [UInt8]) -> [String] {
    let marked = MarkedCard(card).sections["usage"]
    let lines = lines(String(decoding: marked ?? card, as: UTF8.self))
    let code = codeLines(lines)
    return ownNames(lines.indices.filter { code[$0] }.map { lines[$0] })
  }

  private static func lines(_ text: String) -> [String] {
    text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { String($0) ?? "" }
  }

  /// Which lines stand in blocks of code.
  private static func codeLines(_ lines: [String]) -> [Bool] {
    var fence = 0
    return lines.map { line in
      let trimmed = line.drop { $0 == " " }
      let ticks = trimmed.prefix { $0 == "`" }.count
      if fence == 0, ticks >= 3 {
        fence = ticks
        return false
      }
      if fence > 0, ticks >= fence, trimmed.dropFirst(ticks).allSatisfy(\.isWhitespace) {
        fence = 0
        return false
      }
      return fence > 0
    }
  }

  private static func ownNames(_ lines: [String]) -> [String] {
    var names: [String] = []
    for line in lines where line.contains("trust_remote_code") {
      for loader in loaders {
        guard let start = line.firstRange(of: loader)?.upperBound, let name = quoted(line[start...]),
          !names.contains(name)
        else { continue }
        names.append(name)
      }
    }
    return names
  }

  /// The text between the quotes that a text begins with.
  private static func quoted(_ text: Substring) -> String? {
    guard let quote = text.first, quote == "\"" || quote == "'",
      let end = text.dropFirst().firstIndex(of: quote)
    else { return nil }
    let name = String(text[text.index(after: text.startIndex)..<end])
    return name.isEmpty ? nil : name
  }

  private static func replaceName(_ name: String, with new: String, in line: String) -> String {
    let trimmed = line.drop { $0 == " " || $0 == "$" }
    // A command reads a directory under a plain name.
    let target = trimmed.hasPrefix(command) && RepositoryName(new) != nil ? scheme + new : new
    var line = line
    for old in [name, scheme + name] {
      line = line.replacing("\"\(old)\"", with: "\"\(target)\"").replacing("'\(old)'", with: "'\(target)'")
    }
    return line
  }
}

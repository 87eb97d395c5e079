import PackJSON
import PackValidation

/// A word on the command line that no command, option or value is called; mostly one that was mistyped.
///
/// The parser asks for missing options first; a user who mistyped one has to be told so instead.
struct Misspelling {
  /// What is wrong, and the word that may be meant.
  let message: String
  /// Name of the command that the word was given to; nil for the command itself.
  let command: String?

  /// Finds the first misspelled word.
  ///
  /// - Parameters:
  ///   - arguments: the command line, without the program's name.
  ///   - help: the commands and their options, as the parser dumps them in JSON.
  /// - Returns: nil where every word is known, or the parser's own message says more.
  init?(in arguments: [String], help: String) {
    guard let root = try? JSONDocument(bytes: Array(help.utf8), name: "help").root,
      let main = root["command"], let word = arguments.first
    else { return nil }
    guard !word.hasPrefix("-") else {
      guard let message = Self.fault(in: arguments, of: main) else { return nil }
      self.init(message: message, command: nil)
      return
    }
    let commands = Self.elements(main["subcommands"])
    guard let command = commands.first(where: { Self.text($0["commandName"]) == word }) else {
      let names = commands.compactMap { Self.text($0["commandName"]) }
      self.init(message: "Unknown command '\(word)'." + hint(word, among: names), command: nil)
      return
    }
    guard let message = Self.fault(in: Array(arguments.dropFirst()), of: command) else { return nil }
    self.init(message: message, command: word)
  }

  private init(message: String, command: String?) {
    self.message = message
    self.command = command
  }

  private static func fault(in arguments: [String], of command: JSONNode) -> String? {
    let known = elements(command["arguments"]).map(KnownArgument.init)
    var positions = known.filter(\.isPositional)[...]
    var rest = arguments[...]
    while let word = rest.popFirst() {
      if word == "--" { return nil }
      guard word.hasPrefix("-"), word.utf8.count > 1 else {
        guard let position = positions.first else { return "Unexpected argument '\(word)'." }
        if !position.isRepeating { positions.removeFirst() }
        if let message = position.fault(in: word) { return message }
        continue
      }
      let name = String(word.prefix { $0 != "=" })
      guard let option = known.first(where: { $0.names.contains(name) }) else {
        return "Unknown option '\(name)'." + hint(name, among: known.flatMap(\.names))
      }
      guard option.takesValue else { continue }
      if name.utf8.count < word.utf8.count {
        if let message = option.fault(in: String(word.dropFirst(name.count + 1))) { return message }
      } else {
        // A value that is missing is the parser's to report.
        guard let value = rest.first, !value.hasPrefix("-") || value == "-" else { return nil }
        rest.removeFirst()
        if let message = option.fault(in: value) { return message }
      }
    }
    return nil
  }

  fileprivate static func elements(_ node: JSONNode?) -> [JSONNode] {
    (try? node?.elements()).map(Array.init) ?? []
  }

  fileprivate static func text(_ node: JSONNode?) -> String? { try? node?.string() }
}

/// An option or a positional argument, as the help describes it.
private struct KnownArgument {
  let names: [String]
  let isPositional: Bool
  let isRepeating: Bool
  let takesValue: Bool
  private let valueName: String
  private let values: [String]

  init(_ node: JSONNode) {
    let kind = Misspelling.text(node["kind"])
    isPositional = kind == "positional"
    takesValue = kind == "option"
    isRepeating = (try? node["isRepeating"]?.bool()) == true
    names = Misspelling.elements(node["names"]).compactMap { name in
      Misspelling.text(name["name"]).map { (Misspelling.text(name["kind"]) == "long" ? "--" : "-") + $0 }
    }
    valueName = Misspelling.text(node["valueName"]) ?? ""
    values = Misspelling.elements(node["allValues"]).compactMap { Misspelling.text($0) }
  }

  /// What is wrong with a value, where only some values exist.
  func fault(in value: String) -> String? {
    guard !values.isEmpty, !values.contains(value) else { return nil }
    let name = names.last ?? "<\(valueName)>"
    return "Unknown value '\(value)' for '\(name)'." + hint(value, among: values)
      + " Known: \(values.joined(separator: ", "))."
  }
}

/// The word that may be meant, as a sentence to append; nothing where none is near.
func hint(_ word: String, among words: [String]) -> String {
  nearestWord(to: word, among: words).map { " Did you mean '\($0)'?" } ?? ""
}

/// What to say of a rule that does not exist.
func unknownRule(_ name: String) -> String {
  "There is no rule '\(name)'." + hint(name, among: RuleCatalogue.rules.flatMap { [$0.id, $0.name] })
    + " `pruning-pack rules` lists the rules."
}

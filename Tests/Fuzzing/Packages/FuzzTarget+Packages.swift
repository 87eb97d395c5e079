public import FuzzReaders
import ModelDir
import PackEvaluation
import PackFiles
import PackJSON
import PackValidation
import Pruning

extension FuzzTarget {
  /// The targets on the upper floors.
  public static let packages: [FuzzTarget] = [card, settings, lines, sentences, gate]

  /// All targets.
  public static var all: [FuzzTarget] { readers + packages }

  private static let card = FuzzTarget(
    "card",
    .yaml([
      "---\n", "license: mit\n", "language: [en, no]\n", "model-index:\n- name: a\n  results: []\n",
      "tags:\n- a\n", "```python\n", "<!-- pruning-pack: usage -->\n",
      "<!-- /pruning-pack: usage -->\n", "\r\n", "\u{FEFF}---\n", "# a\n",
    ])
  ) { input in
    let matter = try? FrontMatter(card: input, name: "README.md")
    _ = matter?.license
    _ = matter?.languages.count
    if let block = FrontMatterBlock(input),
      block.text.upperBound > input.count || block.closingLine > input.count
    {
      return "the front matter ends behind the card"
    }
    _ = FrontMatterBlock.prose(of: input).count
    let marked = MarkedCard(input)
    return marked.renewed([:]) == input ? nil : "a card changes where nothing is renewed"
  }

  private static let settings = FuzzTarget(
    "settings",
    .yaml([
      "strict: true\n", "ignore: [LAY002]\n", "severity:\n  CARD002: off\n", "allow_pickle: no\n",
      "accepted_code:\n- {file: a.py, by: a, date: 2024-02-29, sha256: \(String(repeating: "0", count: 64))}\n",
      "signer: {public_key: a}\n",
    ])
  ) { input in
    guard let path = InputPath(input) else { return "the input cannot be written" }
    guard let file = try? SettingsFile(path.path) else { return nil }
    var settings = VerifySettings()
    file.apply(to: &settings)
    return settings.file == path.path ? nil : "the settings do not name their file"
  }

  /// Lines of `prune` and `score`, and of a labelled set.
  private static let lines = FuzzTarget(
    "lines",
    .json([
      "{\"query\":\"a\",\"document\":\"b. c.\"}\n", "\"documents\":[\"a\",\"b\"]", "\"title\":[\"t\",null]",
      "\"spans\":[[0,1],[1,3]]", "\"sentences\":[0,2]", "\"relevant\":false", "\r\n", "\n\n", "\u{FEFF}",
    ])
  ) { input in
    guard let path = InputPath(input) else { return "the input cannot be written" }
    var problem: String?
    try? RecordInput(path.path, known: ["query", "document", "documents", "title"]).forEach(
      parse: { root, name in
        _ = try? TextPair.pairs(root)
        _ = try? LabelledPassage(root, name: name)
        return try PruningRequest.requests(root, name)
      },
      { record, requests, share in
        let answer = record.text(["pruned": .int(requests.count)])
        let line = Array(answer.utf8.dropLast())
        if line.contains(0x0A) || (try? JSONDocument(bytes: line, name: "answer")) == nil {
          problem = "the answer is not a line of JSON: \(answer)"
        }
        if let share, !(0...1).contains(share) { problem = "the share read is \(share)" }
      }, whenWaiting: {}, whenBad: { _, _ in })
    return problem
  }

  private static let sentences = FuzzTarget(
    "sentences",
    FuzzLanguage(
      pairs: [("(", ")"), ("\u{300C}", "\u{300D}"), ("\"", "\""), ("\u{AB}", "\u{BB}")],
      separators: ["", " ", "\n", ". ", "\u{3002}"],
      words: [
        "Dr. ", "e.g. ", "U.S. ", "3.14", "1. ", "?! ", "...", "\u{2026}", "\u{3002}", "\u{FF01}", "\u{61F}",
        "\u{964}", "\u{E2F}", "www.a.b/c?d=e. ", "A. B. C. ", "\n\n", "\u{2028}", "\u{A0}", "\u{200B}",
        "\u{301}",
        "\u{1F1E9}\u{1F1EA}", "\u{FE0F}", "* ", "No. 5 ", "i.e., ", "\u{BB} ", "St. ", "p. 5",
      ])
  ) { input in
    let text = String(decoding: input, as: UTF8.self)
    let pieces = SentenceSplitter.split(text)
    guard pieces.joined().utf8.elementsEqual(text.utf8) else { return "the pieces are not the text" }
    for piece in pieces.prefix(200) where SentenceSplitter.split(piece).count != 1 {
      return "a piece that is split again comes apart: \(piece.debugDescription)"
    }
    return nil
  }
}

/// Adds the targets of the upper floors to those that a fuzzer may choose.
@_cdecl("fuzz_add_packages")
public func fuzzAddPackages() { FuzzEntry.targets = FuzzTarget.all }

import PackJSON
import PackageFixtures
import TestSupport
import Testing

@Suite struct PruneCommandTests {
  private let directory: TemporaryDirectory
  private let package: TinyPackage

  init() throws {
    directory = try TemporaryDirectory()
    package = try TinyPackage()
  }

  private func prune(_ arguments: [String], _ input: String = "") throws -> CommandRun {
    try CommandRun(["prune", package.path] + arguments, input: input)
  }

  private func pruneLines(_ lines: String, _ arguments: [String] = []) throws -> CommandRun {
    try prune(["--input", "-", "--threshold", "0"] + arguments, lines)
  }

  private func records(_ text: String) throws -> [JSONNode] {
    try text.split(separator: "\n").map { try JSONDocument(bytes: Array($0.utf8), name: "output").root }
  }

  private func kept(_ record: JSONNode) throws -> [String] {
    try record.required("kept_sentences").elements().map { try $0.string() }
  }

  @Test func prunesLinesInOrder() throws {
    var lines = ""
    for number in 0..<150 {
      lines +=
        #"{"query": "when", "document": "It was built. \#(number) days. Salt.", "title": "Mars"}"# + "\n\n"
    }
    lines +=
      #"{"query": "when", "documents": ["a. B.", "x", "<b>&amp;"], "title": [null, "roses", "x"]}"# + "\n"
    let run = try pruneLines(lines, ["--format", "json"])
    #expect(run.status == 0, "\(run.diagnostics)")
    let all = try records(run.output)
    #expect(all.count == 153)
    for (number, record) in all.prefix(150).enumerated() {
      #expect(try record.string("pruned_context") == "It was built. \(number) days. Salt.")
      #expect(try kept(record).first == "Mars\n")
    }
    let page = try pruneLines(lines, ["--format", "html"]).output
    #expect(page.hasPrefix("<!doctype html>") && page.hasSuffix("</html>\n"))
    #expect(page.contains("&lt;") && page.contains("&amp;") && !page.contains("<b>&amp;"))
    #expect(page.count { $0 == "\u{0}" } == 0)
  }

  @Test func takesTitles() throws {
    let lines = """
      {"query": "q", "documents": ["a", "b", "c"], "title": [["t", "u"], "v", null]}
      {"query": "q", "document": "a", "title": ["t", "u"]}
      {"query": "q", "documents": ["a", "b"], "title": "t"}
      """
    let titles = try records(pruneLines(lines, ["--format", "json"]).output).map { try kept($0).dropLast() }
    #expect(titles == [["t\n", "u\n"], ["v\n"], [], ["t\n", "u\n"], ["t\n"], ["t\n"]])
  }

  /// What was read before is written, whatever ends the run.
  @Test(arguments: [
    ("not JSON", "standard input, line 3"), (#"{"query": "when"}"#, "document"),
    (#"{"query": "q", "documents": ["a", "b"], "title": ["c"]}"#, "a title for each document"),
    (#"{"query": "q", "document": "a", "documents": ["b"]}"#, "are given; give one"),
    (#"{"query": "q", "document": "a", "title": 3}"#, "line 3"),
    ("{\"query\": \"\(String(repeating: "the ", count: 99))\", \"document\": \"x\"}", "leaves no room"),
  ])
  func aBadLineEndsPruning(line: String, message: String) throws {
    let good = #"{"query": "when", "document": "x"}"# + "\n" + #"{"query": "when", "document": "y"}"# + "\n"
    for format in ["text", "json", "html"] {
      let run = try pruneLines(good + line + "\n" + good, ["--format", format])
      #expect(run.status == 1 && run.diagnostics.contains(message), "\(run.diagnostics)")
      #expect(run.diagnostics.contains("standard input, line 3"))
      #expect(run.output == (try pruneLines(good, ["--format", format]).output))
    }
  }

  @Test func withoutInputThereIsNoOutput() throws {
    for format in ["text", "json", "html"] {
      let run = try prune(["--input", directory.file("absent"), "--format", format])
      #expect(run.status == 2 && run.output.isEmpty)
    }
    #expect(try pruneLines("", ["--format", "html"]).output.hasSuffix("</html>\n"))
  }

  @Test func readsTextsFromFilesAndFromStandardInput() throws {
    let ask = ["--query", "q", "--threshold", "0", "--text"]
    let text = try directory.write("text", "\u{FEFF}It was built.\nSalt.")
    #expect(try prune(ask + [text]).output == "It was built.\nSalt.\n")
    #expect(try prune(ask + ["-"], "It was built.").output == "It was built.\n")
    let run = try prune(ask + [try directory.write("bytes", [0x61, 0xFF])])
    #expect(run.status == 1 && run.diagnostics.contains("not valid UTF-8"))
    #expect(try prune(ask + [directory.file("absent")]).status == 2)
  }

  @Test func aByteOrderMarkIsNoPartOfTheInput() throws {
    let line = "\u{FEFF}" + #"{"query": "when", "document": "x"}"#
    #expect(try pruneLines(line).output == "x\n")
    #expect(try pruneLines("\u{FEFF}\n" + line.dropFirst()).output == "x\n")
    let score = try CommandRun(["score", package.path, "--input", "-"], input: line)
    #expect(score.status == 0, "\(score.diagnostics)")
  }

  @Test func thePageShowsWhatIsHidden() throws {
    let run = try prune([
      "--query", "\u{202E}q", "--document", "a \u{1B}[31m\u{2066}b\u{200F} c\u{FFFF}\r\n", "--format", "html",
    ])
    #expect(run.output.contains("\\u{202e}q"))
    for hidden in ["\u{1B}", "\u{202E}", "\u{2066}", "\u{FFFF}", "\r"] as [Unicode.Scalar] {
      #expect(!run.output.unicodeScalars.contains(hidden))
    }
    #expect(run.output.unicodeScalars.contains("\u{200F}"))
  }
}

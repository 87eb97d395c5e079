import PackFiles
import PackJSON
import PackageFixtures
import TestSupport
import Testing

/// JSON lines in, JSON lines out: fields come back in their place, and a bad line is a record of its own.
@Suite struct RecordStreamTests {
  private let package: TinyPackage

  init() throws { package = try TinyPackage(isRanking: true) }

  private func run(_ command: String, _ input: String, _ arguments: [String] = []) throws -> CommandRun {
    let given = [command, package.path, "--input", "-", "--format", "json"]
    return try CommandRun(given + arguments, input: input)
  }

  private func lines(_ run: CommandRun) throws -> [JSONNode] {
    try run.output.split(separator: "\n").map { try JSONDocument(bytes: Array($0.utf8), name: "output").root }
  }

  private func keys(_ record: JSONNode) throws -> [String] { try record.members().map(\.key) }

  /// What each command reads, and the fields of its answer.
  private static let commands: [(name: String, fields: String, answer: [String])] = [
    (
      "prune", #""query": "when", "document": "It was built. Salt.""#,
      [
        "pruned_context", "reranking_score", "compression_rate", "kept_sentences", "removed_sentences",
        "sentence_probabilities",
      ]
    ),
    (
      "score", #""query": "when", "document": "It was built.""#,
      ["query", "document", "ranking_logit", "ranking_score"]
    ),
    (
      "tokenize", #""text": "It was built.", "pair": "Salt.""#,
      ["input_ids", "token_type_ids", "offsets", "sequence_ids", "special_tokens_mask", "tokens"]
    ),
  ]

  @Test(arguments: commands.indices) func otherFieldsComeBackInTheirPlace(number: Int) throws {
    let (name, fields, answer) = Self.commands[number]
    let other =
      #""é": 1e-07, "n": 12345678901234567890.10, "o": {"b": [null, true, "\u2028\u0000"], "a": {}}"#
    let text = "{\(other), \(fields), \"last\": \"\\ud83d\\ude42\"}\n{\(fields)}\n"
    let plain = try run(name, "{\(fields)}\n")
    let run = try run(name, text)
    #expect(run.status == 0 && plain.status == 0, "\(run.diagnostics)")
    let records = try lines(run)
    #expect(records.count == 2)
    #expect(try keys(records[0]) == ["é", "n", "o"] + answer + ["last"])
    let own = try #require(plain.output.dropFirst().split(separator: "}\n").first)
    #expect(
      run.output
        == "{\(other), \(own), \"last\": \"🙂\"}\n" + plain.output)
  }

  @Test func theAnswerGoesBeforeAFieldOfItsName() throws {
    let line = #"{"spans": 1, "query": "q", "document": "a", "pruned_context": 2, "error": 3, "title": "t"}"#
    let record = try lines(try run("prune", line, ["--spans", "--threshold", "0"]))[0]
    #expect(try record.string("pruned_context") == "a" && record.int("error") == 3)
    let names = try keys(record)
    #expect(names.count == Set(names).count && names.last == "error")
    #expect(try Array(record.required("spans").elements()).count == 1)
  }

  /// Each is no record of this command, whatever it is.
  private static let bad: [(line: String, code: String)] = [
    ("nonsense", "syntax"), ("{\"id\": 5", "syntax"), ("[1]", "wrong_type"), ("7", "wrong_type"),
    (#"{"id": 5}"#, "missing_key"), (#"{"id": 5, "query": "\ud800", "text": "\udc00"}"#, "encoding"),
    ("{\"id\": 5, \"query\": \"a\u{0}b\", \"text\": \"\u{1}\"}", "syntax"),
    (#"{"id": 5, "id": 5}"#, "duplicate_key"),
    (#"{"id": 5, "query": 3, "document": "a", "text": 3}"#, "wrong_type"),
    (String(repeating: "[", count: 500), "too_deep"),
  ]

  @Test(arguments: commands.indices) func aBadLineIsARecord(number: Int) throws {
    let (name, fields, answer) = Self.commands[number]
    let good = "{\(fields)}"
    let text = [good, ""] + Self.bad.flatMap { [$0.line, good] }
    let run = try run(name, text.joined(separator: "\n"), ["--on-error", "record"])
    #expect(run.status == 1 && run.diagnostics.isEmpty, "\(run.diagnostics)")
    let records = try lines(run)
    #expect(records.count == 1 + 2 * Self.bad.count)
    for (number, (line, code)) in Self.bad.enumerated() {
      let record = records[2 * number + 1]
      let error = try record.required("error")
      #expect(try error.string("code") == code, "\(line)")
      #expect(try error.int("line") == 3 + 2 * number)
      #expect(try error.string("message").contains("standard input, line \(3 + 2 * number)"))
      // The fields of a line that can be read stay.
      let isRead = line.hasPrefix(#"{"id": 5"#) && ["missing_key", "wrong_type"].contains(code)
      #expect(try keys(record).contains("id") == isRead, "\(line)")
      #expect(try keys(records[2 * number + 2]) == answer)
    }
  }

  @Test func aQueryWithoutRoomIsARecord() throws {
    let query = String(repeating: "the ", count: 99)
    let text = """
      {"query": "when", "documents": ["a", "b"], "id": 1}
      {"id": 2, "query": "\(query)", "documents": ["x", "y"]}
      {"query": "when", "document": "c", "id": 3}
      """
    let run = try run("prune", text, ["--on-error", "record", "--threshold", "0"])
    let records = try lines(run)
    #expect(run.status == 1 && records.count == 4)
    #expect(try records.map { try $0.int("id") } == [1, 1, 2, 3])
    #expect(try records[2].required("error").string("code") == "query_too_long")
    let score = try self.run(
      "score", #"{"query": "a", "document": "b"}"#, ["--on-error", "record", "--max-length", "2"])
    #expect(try lines(score)[0].required("error").string("code") == "cannot_truncate")
    #expect(score.status == 1)
  }

  /// The tokenizer has a word that the model does not know: whoever asks with it gets an error, and nobody else.
  @Test(arguments: ["prune", "score"]) func whatTheModelRefusesIsARecord(command: String) throws {
    for name in ["tokenizer.json", "ranking_model/tokenizer.json"] {
      let text = String(decoding: try readFile(package.file(name), limit: 1 << 20), as: UTF8.self)
      let changed = text.replacing(#/"salt": \d+/#, with: "\"salt\": 99999")
      #expect(changed != text)
      try replaceFile(package.file(name), Array(changed.utf8))
    }
    let input = ["was built", "salt", "it was"].enumerated().map {
      "{\"query\": \"when\", \"document\": \"\($1)\", \"id\": \($0)}"
    }.joined(separator: "\n")
    let records = try lines(run(command, input, ["--on-error", "record"]))
    #expect(try records.map { try $0.int("id") } == [0, 1, 2])
    #expect(records.map { $0["error"] != nil } == [false, true, false])
    #expect(try records[1].required("error").string("code") == "token_out_of_range")
    let stopped = try run(command, input)
    #expect(stopped.status == 1)
    #expect(try lines(stopped).count == 1)
  }

  @Test func twoKindsOfPassagesAreRefused() throws {
    let line = #"{"query": "q", "document": "a", "documents": ["b"]}"#
    for command in ["prune", "score"] {
      let run = try run(command, line)
      #expect(run.status == 1 && run.diagnostics.contains("both \"document\" and \"documents\" are given"))
    }
  }

  @Test func withoutABadLineTheExitCodeIsZero() throws {
    for (name, fields, _) in Self.commands {
      #expect(try run(name, "{\(fields)}", ["--on-error", "record"]).status == 0)
      let stopped = try run(name, "{\(fields)}\nx\n{\(fields)}")
      #expect(stopped.status == 1, "\(stopped.diagnostics)")
      #expect(try lines(stopped).count == 1)
      #expect(stopped.diagnostics.contains("standard input, line 2"))
    }
  }

  @Test(arguments: [
    ["--threshold", "0.5", "--budget", "3"], ["--budget", "3", "--rate", "0.5"],
    ["--threshold", "0.5", "--rate", "0.5"], ["--budget", "-1"], ["--rate", "1.5"], ["--rate", "nan"],
    ["--threshold", "2"], ["--keep", ""], ["--byte-offsets"], ["--on-error", "later"],
  ])
  func wrongOptionsAreUsage(options: [String]) throws {
    let run = try run("prune", #"{"query": "q", "document": "a"}"#, options)
    #expect(run.status == 64 && run.output.isEmpty && !run.diagnostics.isEmpty)
  }

  @Test func recordsNeedJSON() throws {
    for (name, _, _) in Self.commands {
      let run = try CommandRun([name, package.path, "--input", "-", "--on-error", "record"], input: "x")
      #expect(run.status == 64 && run.diagnostics.contains("--format json"))
    }
    let spans = try CommandRun(["prune", package.path, "--input", "-", "--spans"], input: "x")
    #expect(spans.status == 64 && spans.diagnostics.contains("--format json"))
  }

  @Test func aBudgetIsForOneDocumentOrAcross() throws {
    let line = #"{"query": "when", "documents": ["It was built.", "It was built.", "It was built."]}"# + "\n"
    let tokens = "4"
    let each = try lines(try run("prune", line, ["--budget", tokens]))
    #expect(try each.map { try $0.string("pruned_context") }.allSatisfy { $0 == "It was built." })
    let across = try lines(try run("prune", line + line, ["--budget", tokens, "--across"]))
    #expect(
      try across.map { try $0.string("pruned_context") }
        == ["It was built.", "", "", "It was built.", "", ""])
    let given = ["prune", package.path, "--query", "when", "--document", "It was built.", "--document"]
    #expect(
      try CommandRun(given + ["It was built.", "--budget", tokens, "--across"]).output == "It was built.\n\n")
    let kept = try CommandRun(given + ["Salt.", "--budget", "0", "--keep", "Salt", "--keep", "nowhere"])
    #expect(kept.status == 0 && kept.output == "\nSalt.\n")
  }
}

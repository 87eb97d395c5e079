import PackFiles
import PackJSON
import PackageFixtures
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct CommandTests {
  private let directory: TemporaryDirectory
  private let model: String
  private let head: String

  init() throws {
    directory = try TemporaryDirectory()
    model = directory.file("a model ü")
    head = directory.file("head.safetensors")
    try TinyModel().write(to: model)
    try TinyModel.writeHead(to: head)
  }

  private var output: String { directory.file("ein Paket, größer") }

  @discardableResult
  private func save(_ extra: [String] = []) throws -> CommandRun {
    try CommandRun(["save", "--ranking-model", model, "--pruning-head", head, "--output", output] + extra)
  }

  private func records(_ text: String) throws -> [JSONNode] {
    try text.split(separator: "\n").map { try JSONDocument(bytes: Array($0.utf8), name: "output").root }
  }

  @Test func savesAndVerifies() throws {
    let saved = try save(["--license", "mit", "--language", "en", "--language", "de"])
    #expect(saved.status == 0, "\(saved.diagnostics)")
    #expect(saved.output.isEmpty)
    #expect(saved.diagnostics.contains("hidden_state_source last_hidden_state"))
    let verified = try CommandRun(["verify", output, "--strict", "--ignore", "RUN007"])
    #expect(verified.status == 0, "\(verified.output)")
    #expect(verified.output.hasPrefix("Publishable\n"))
    let json = try records(try CommandRun(["verify", output, "--format", "json"]).output)
    #expect(try json.first?.string("verdict") == "passed")
    #expect(try json.first?.int("schema_version") == 2)
  }

  @Test func convertsAndExports() throws {
    try save(["--quiet"])
    let other = directory.file("other")
    let converted = try CommandRun(["save", "--from", output, "--output", other])
    #expect(converted.status == 0, "\(converted.diagnostics)")
    #expect(converted.diagnostics.contains("source: a package (V9): config.json has pruning_pack_format 1"))
    let ranker = directory.file("ranker")
    let exported = try CommandRun(["export", other, "--output", ranker])
    #expect(exported.status == 0 && exported.output.isEmpty, "\(exported.diagnostics)")
    #expect(try CommandRun(["export", other, "--output", ranker]).status == 1)
    let headless = try CommandRun(["save", "--from", ranker, "--output", directory.file("none")])
    #expect(headless.status == 1 && headless.diagnostics.contains("needs a head"))
    #expect(
      try CommandRun(["save", "--encoder-model", ranker, "--output", directory.file("none")]).status == 64)
    #expect(try CommandRun(["inspect", ranker]).output.contains("(V10)"))
  }

  @Test func aBrokenPackageEndsWithOne() throws {
    try save(["--quiet"])
    try removeTree(joinPath(output, "pruning_head/model.safetensors"))
    let run = try CommandRun(["verify", output])
    #expect(run.status == 1)
    #expect(run.output.hasPrefix("Not publishable: pruning_head/model.safetensors is missing\n"))
    let json = try records(try CommandRun(["verify", output, "--format", "json"]).output)
    #expect(try json.first?.string("verdict") == "failed")
    #expect(try json.first?.required("findings").elements().first { _ in true }?.string("rule") == "LAY001")
  }

  @Test func whatCannotBeReadEndsWithTwo() throws {
    try save(["--quiet"])
    #expect(try CommandRun(["verify", directory.file("absent")]).status == 2)
    #expect(try CommandRun(["verify", head]).status == 2)
    let both = try CommandRun(["verify", output, directory.file("absent")])
    #expect(both.status == 2)
    #expect(both.output.hasPrefix("Publishable") && both.diagnostics.contains("absent"))
  }

  @Test(arguments: [
    [], ["save"], ["nonsense"], ["verify"],
    ["save", "--ranking-model", "a", "--encoder-model", "b", "--pruning-head", "c", "--output", "d"],
    ["save", "--ranking-model", "a", "--output", "b"],
    ["save", "--encoder-model", "a", "--from", "b", "--output", "c"],
    ["export", "x"], ["verify", "x", "--ignore", "ABC999"], ["score", "x"], ["score", "x", "--query", "q"],
    ["prune", "x", "--query", "q"], ["prune", "x", "--query", "q", "--document", "d", "--text", "t"],
    ["prune", "x", "--query", "q", "--document", "d", "--threshold", "2"], ["tokenize", "x"],
    ["verify", "x", "--threads", "0"],
    ["tokenize", "x", "--text", "t", "--max-length", "-1"],
  ]) func misuseEndsWith64(arguments: [String]) throws {
    let run = try CommandRun(arguments)
    // Without arguments the help is shown, which is no misuse.
    #expect(run.status == (arguments.isEmpty ? 0 : 64), "\(run.diagnostics)")
  }

  @Test func aRefusedSaveLeavesNothing() throws {
    let broken = directory.file("broken")
    var tiny = TinyModel()
    tiny.tensorChanges = { $0[0].values[0] = .nan }
    try tiny.write(to: broken)
    let arguments = ["save", "--ranking-model", broken, "--pruning-head", head, "--output", output]
    let run = try CommandRun(arguments)
    #expect(run.status == 1)
    #expect(run.diagnostics.contains("WGT013"))
    #expect(
      try listDirectory(directory.path) { _ in false }.map(\.path) == [
        "a model ü", "broken", "head.safetensors",
      ])
    #expect(try CommandRun(arguments + ["--no-verify"]).status == 0)
    #expect(try CommandRun(["verify", output]).status == 1)
  }

  @Test func anExistingOutputIsKept() throws {
    #expect(try save().status == 0)
    let again = try save()
    #expect(again.status == 1)
    #expect(again.diagnostics.contains("--force"))
    #expect(try save(["--force"]).status == 0)
  }

  @Test func aPlaceThatCannotBeWrittenToIsNamed() throws {
    let missing = try CommandRun([
      "save", "--ranking-model", model, "--pruning-head", head, "--output", directory.file("no/such/place"),
    ])
    #expect(missing.status == 2)
    #expect(missing.diagnostics.contains("no/such"))
    // /proc takes no new directories, whoever asks.
    let readOnly = try CommandRun([
      "save", "--ranking-model", model, "--pruning-head", head, "--output", "/proc/package",
    ])
    #expect(readOnly.status == 2)
  }

  /// A limit on the size of files stands for a disk that fills up half-way.
  @Test func aDiskThatFillsUpLeavesNothing() throws {
    let shell =
      "ulimit -f 2; \"\(CommandRun.binary)\" save --ranking-model \"\(model)\" --pruning-head \"\(head)\""
      + " --output \"\(output)\" 2>\"\(directory.file("err"))\""
    #expect(system(shell) >> 8 == 2)
    #expect(try String(decoding: readFile(directory.file("err")), as: UTF8.self).contains(".staging-"))
    #expect(
      try listDirectory(directory.path) { _ in false }.map(\.path) == [
        "a model ü", "err", "head.safetensors",
      ])
  }

  /// /dev/full is a disk without room.
  @Test func aFullDiskIsReported() throws {
    try save(["--quiet"])
    let shell = "\"\(CommandRun.binary)\" inspect \"\(output)\" >/dev/full"
    #expect(system(shell) >> 8 == 2)
  }

  @Test func scoresAsDocumented() throws {
    try save(["--quiet"])
    let input = """
      {"query": "when was it built?", "document": "in 1873\\u2028."}

      {"query": "how many", "documents": ["two moons", ""]}
      """
    let run = try CommandRun(["score", output, "--input", "-", "--tokens", "--format", "json"], input: input)
    #expect(run.status == 0, "\(run.diagnostics)")
    let lines = try records(run.output)
    #expect(lines.count == 3)
    for line in lines {
      let count = try Array(line.required("input_ids").elements()).count
      for key in [
        "attention_mask", "token_type_ids", "offsets", "sequence_ids", "pruning_logits", "keep_probabilities",
      ] {
        #expect(try Array(line.required(key).elements()).count == count)
      }
      let logit = try line.double("ranking_logit")
      let score = try line.double("ranking_score")
      #expect(abs(score - 1 / (1 + exp(-logit))) < 1e-6)
    }
    #expect(run.output.unicodeScalars.allSatisfy { $0 != "\u{2028}" })
    let plain = try CommandRun(["score", output, "--query", "q", "--document", "a", "--document", "b"])
    #expect(plain.output.split(separator: "\n").count == 2)
  }

  @Test(arguments: [
    #"{"query": "a"}"#, #"{"document": "a"}"#, #"{"query": 1, "document": "a"}"#, "not JSON",
    #"{"query": "a", "document": "b", "query": "c"}"#,
  ]) func badLinesAreNamed(line: String) throws {
    try save(["--quiet"])
    let run = try CommandRun(
      ["score", output, "--input", "-"], input: "{\"query\": \"a\", \"document\": \"b\"}\n\(line)\n")
    #expect(run.status == 1)
    #expect(run.diagnostics.contains("standard input, line 2"))
    // Lines are answered as they come: what stood before the bad one is.
    #expect(run.output.split(separator: "\n").count == 1)
  }

  @Test func tokenizesAPackageOrAFile() throws {
    try save(["--quiet"])
    let file = directory.file("any name.json")
    try copyFile(joinPath(output, "tokenizer.json"), to: file)
    for path in [output, file] {
      let run = try CommandRun([
        "tokenize", path, "--text", "The LIGHTHOUSE", "--pair", "in 1", "--max-length", "6", "--format",
        "json",
      ])
      let record = try #require(try records(run.output).first)
      #expect(
        try record.required("tokens").elements().map { try $0.string() } == [
          "[CLS]", "the", "[SEP]", "in", "1", "[SEP]",
        ])
      #expect(
        try record.required("sequence_ids").elements().map { $0.lexeme } == [
          "null", "0", "null", "1", "1", "null",
        ])
    }
  }

  @Test func prunesAndInspects() throws {
    try save(["--quiet"])
    let passage = "The lighthouse was built in 1873. Salt. Bread."
    let run = try CommandRun(["prune", output, "--query", "when?", "--document", passage, "--format", "json"])
    let record = try #require(try records(run.output).first)
    for key in [
      "pruned_context", "reranking_score", "compression_rate", "kept_sentences", "removed_sentences",
      "sentence_probabilities",
    ] {
      #expect(record[key] != nil, "\(key)")
    }
    let text = try directory.write("text.txt", passage)
    let plain = try CommandRun(["prune", output, "--query", "when?", "--text", text])
    #expect(try plain.output == record.string("pruned_context") + "\n")
    let all = try CommandRun(["prune", output, "--query", "when?", "--text", text, "--threshold", "0"])
    #expect(all.output == passage + "\n")
    #expect(try CommandRun(["inspect", output]).output.contains("bert.embeddings.word_embeddings.weight"))
    let inspected = try #require(
      try records(try CommandRun(["inspect", output, "--format", "json"]).output).first)
    #expect(try inspected.required("package").string("mode") == "reranking_pruning")
    #expect(try CommandRun(["inspect", head]).output.contains("[2, 16]"))
  }

  @Test func hasHelpVersionAndCompletions() throws {
    for command in ["save", "verify", "score", "prune", "inspect", "tokenize", "clean"] {
      #expect(try CommandRun([command, "--help"]).status == 0)
    }
    #expect(try CommandRun(["--version"]).output.contains("."))
    for shell in ["bash", "zsh", "fish"] {
      #expect(try CommandRun(["--generate-completion-script", shell]).output.contains("pruning-pack"))
    }
  }
}

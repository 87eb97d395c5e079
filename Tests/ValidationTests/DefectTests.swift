import Files
import JSON
import ModelDir
import PackageFixtures
import TestSupport
import Testing
import Validation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One defect each in a good package: its rule fires, and no other one but the consequences that are named.
struct Defect: Sendable, CustomTestStringConvertible {
  let rule: String
  let name: String
  var severity = Severity.error
  var consequences: Set<String> = []
  var isRanking = true
  let make: @Sendable (TinyPackage) throws -> Void

  var testDescription: String { "\(rule): \(name)" }

  static let weights = "ranking_model/model.safetensors"

  static let all: [Defect] = [
    Defect(rule: "LAY001", name: "no head", consequences: ["PRE"]) {
      try $0.remove("pruning_head/model.safetensors")
    },
    Defect(rule: "LAY001", name: "no sub-model weights", consequences: ["PRE"]) { try $0.remove(weights) },
    Defect(rule: "LAY001", name: "no modelling file", consequences: ["CFG004"]) {
      try $0.remove("modeling_pruning_encoder.py")
    },
    Defect(rule: "LAY001", name: "no config") { try $0.remove("config.json") },
    Defect(rule: "LAY001", name: "no card") { try $0.remove("README.md") },
    Defect(rule: "LAY001", name: "no tokenizer in the sub-model") {
      try $0.remove("ranking_model/tokenizer.json")
    },
    Defect(rule: "LAY002", name: "a second sub-model", severity: .warning) {
      try makeDirectory($0.file("encoder_model"))
    },
    Defect(rule: "LAY003", name: "a link") { package in
      #expect(symlink("README.md", package.file("LIESMICH.md")) == 0)
    },
    Defect(rule: "LAY003", name: "names that differ in case") { try writeFile($0.file("readme.md"), "x") },
    Defect(rule: "LAY008", name: "duplicate key") { package in
      try package.edit("ranking_model/tokenizer_config.json") { bytes in
        Array(
          String(decoding: bytes, as: UTF8.self).replacing(
            "{\n", with: "{\n \"a\": 1, \"a\": 2,\n", maxReplacements: 1
          ).utf8)
      }
    },
    Defect(rule: "LAY008", name: "NaN") {
      try overwriteFile($0.file("special_tokens_map.json"), Array("[NaN]".utf8))
    },
    Defect(rule: "LAY008", name: "not UTF-8") {
      try overwriteFile($0.file("extra.json"), [0x22, 0xFF, 0x22])
    },
    Defect(rule: "LAY008", name: "too deep") {
      try overwriteFile($0.file("extra.json"), [UInt8](repeating: UInt8(ascii: "["), count: 100_000))
    },
    Defect(rule: "CFG001", name: "unknown mode", consequences: ["RUN001", "CFG006"]) {
      try $0.edit("config.json") { $0["mode"] = .string("reranking") }
    },
    Defect(rule: "CFG001", name: "another mode's architecture") {
      try $0.edit("config.json") {
        $0["architectures"] = .array([.string("PruningEncoderForTokenClassification")])
      }
    },
    Defect(rule: "CFG002", name: "no entry for the mode") {
      try $0.edit("config.json") {
        $0["auto_map"] = .object(["AutoConfig": .string("modeling_pruning_encoder.PruningEncoderConfig")])
      }
    },
    Defect(rule: "CFG003", name: "a dotted path") {
      try map($0, "sentence_transformers.pruning.PruningEncoderForSequenceClassification")
    },
    Defect(rule: "CFG003", name: "a repository") {
      try map($0, "org/repo--modeling_pruning_encoder.PruningEncoderForSequenceClassification")
    },
    Defect(rule: "CFG004", name: "a module that is not there") {
      try map($0, "modeling_open_provence.PruningEncoderForSequenceClassification")
    },
    Defect(rule: "CFG004", name: "a class that is not there", consequences: ["CFG002"]) {
      try map($0, "modeling_pruning_encoder.OpenProvenceEncoderForSequenceClassification")
    },
    Defect(rule: "CFG005", name: "another model_type") {
      try $0.edit("config.json") { $0["model_type"] = .string("open_provence") }
    },
    Defect(rule: "CFG006", name: "two lengths") {
      try $0.edit("pruning_encoder_config.json") { $0["max_length"] = .int(32) }
    },
    Defect(rule: "CFG006", name: "two base models") {
      try $0.edit("pruning_encoder_config.json") { $0["model_name_or_path"] = .string("org/other") }
    },
    Defect(rule: "CFG007", name: "a local path", consequences: ["CFG006"]) {
      try $0.edit("config.json") { $0["base_model_name_or_path"] = .string("/data/out/ranking_model") }
    },
    Defect(rule: "CFG007", name: "a local path in the sub-model") {
      try $0.edit("ranking_model/config.json") { $0["_name_or_path"] = .string("../checkpoints") }
    },
    Defect(rule: "CFG008", name: "another number of labels", consequences: ["CFG006", "RUN001", "PRE"]) {
      try $0.edit("config.json") { $0["num_labels"] = .int(2) }
    },
    Defect(rule: "CFG008", name: "two labels for one row") {
      try $0.edit("config.json") { $0["id2label"] = .object(["0": .string("a"), "1": .string("b")]) }
    },
    Defect(rule: "CFG010", name: "longer than the positions", consequences: ["CFG006", "PRE"]) {
      try $0.edit("config.json") { $0["max_length"] = .int(65) }
    },
    Defect(rule: "CFG010", name: "a tokenizer without limit") {
      for file in ["tokenizer_config.json", "ranking_model/tokenizer_config.json"] {
        try $0.edit(file) { $0["model_max_length"] = .number("1000000000000000019884624838656") }
      }
    },
    Defect(rule: "CFG011", name: "another width", consequences: ["CFG006", "PRE"]) {
      try $0.edit("config.json") { config in
        guard case .object(var head)? = config["pruning_config"] else { return }
        head["hidden_size"] = .int(32)
        config["pruning_config"] = .object(head)
      }
    },
    Defect(rule: "CFG013", name: "another dtype", severity: .warning) {
      try $0.edit("ranking_model/config.json") { $0["torch_dtype"] = .string("bfloat16") }
    },
    Defect(rule: "CFG014", name: "not recorded", severity: .warning) {
      for file in ["config.json", "pruning_encoder_config.json"] {
        try $0.edit(file) { $0["hidden_state_source"] = nil }
      }
    },
    Defect(rule: "CFG014", name: "a state that the family does not have") {
      for file in ["config.json", "pruning_encoder_config.json"] {
        try $0.edit(file) { $0["hidden_state_source"] = .string("pre_final_norm") }
      }
    },
    Defect(rule: "PY001", name: "an open bracket", consequences: ["PY012", "PRE"]) {
      try $0.edit("modeling_pruning_encoder.py") { $0 + Array("\nx = (1,\n".utf8) }
    },
    Defect(rule: "PY001", name: "another file with bad indentation") {
      try writeFile($0.file("helper.py"), "def f():\n    return 1\n   x = 2\n")
    },
    Defect(rule: "PY012", name: "a changed template", severity: .warning) {
      try $0.edit("modeling_pruning_encoder.py") { $0 + Array("\n# changed\n".utf8) }
    },
    Defect(rule: "WGT001", name: "an LFS pointer", consequences: ["PRE"]) {
      try $0.edit(weights) { _ in
        Array("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n".utf8)
      }
    },
    Defect(rule: "WGT001", name: "an empty file", consequences: ["PRE"]) { try $0.edit(weights) { _ in [] } },
    Defect(rule: "WGT002", name: "a huge header", consequences: ["PRE"]) {
      try $0.edit(weights) { [UInt8](repeating: 0xFF, count: 8) + $0.dropFirst(8) }
    },
    Defect(rule: "WGT003", name: "cut inside the header", consequences: ["PRE"]) {
      try $0.edit(weights) { Array($0.prefix(100)) }
    },
    Defect(rule: "WGT004", name: "a header that is no JSON", consequences: ["PRE"]) {
      try $0.edit(weights) { bytes in
        bytes.enumerated().map { $0.offset == 9 ? UInt8(ascii: "x") : $0.element }
      }
    },
    Defect(rule: "WGT005", name: "an unknown dtype", consequences: ["PRE"]) { package in
      try package.edit(weights) { replace("\"F32\"", "\"F99\"", in: $0) }
    },
    Defect(rule: "WGT008", name: "cut inside the data", consequences: ["PRE"]) {
      try $0.edit(weights) { Array($0.dropLast(4)) }
    },
    Defect(rule: "WGT008", name: "trailing bytes", consequences: ["PRE"]) {
      try $0.edit(weights) { $0 + [0] }
    },
    Defect(rule: "WGT009", name: "a space first", consequences: ["PRE"]) {
      try $0.edit(weights) { bytes in bytes.enumerated().map { $0.offset == 8 ? 0x20 : $0.element } }
    },
    Defect(rule: "WGT012", name: "a renamed tensor", consequences: ["PRE"]) {
      try $0.edit(weights) { replace("bert.embeddings.word", "bert.embeddings.wurd", in: $0) }
    },
    Defect(rule: "WGT013", name: "a NaN", consequences: ["RUN003", "RUN004", "RUN006"]) {
      try $0.edit(weights) { $0.dropLast(4) + [0, 0, 0xC0, 0x7F] }
    },
    Defect(rule: "WGT016", name: "another format", severity: .warning) {
      try $0.edit("pruning_head/model.safetensors") { replace("\"pt\"", "\"np\"", in: $0) }
    },
    Defect(rule: "TOK001", name: "two tokenizers") {
      try $0.edit("ranking_model/tokenizer.json") { $0 + [0x0A] }
    },
    Defect(rule: "TOK002", name: "an id without a row", consequences: ["PRE"]) { package in
      for file in ["tokenizer.json", "ranking_model/tokenizer.json"] {
        try package.edit(file) { replace("\"##3\": 39", "\"##3\": 40", in: $0) }
      }
    },
    Defect(rule: "TOK003", name: "no pad token") {
      for file in ["tokenizer_config.json", "ranking_model/tokenizer_config.json"] {
        try $0.edit(file) { $0["pad_token"] = nil }
      }
    },
    Defect(rule: "TOK003", name: "another pad token than the model's") {
      for file in ["tokenizer_config.json", "ranking_model/tokenizer_config.json"] {
        try $0.edit(file) { $0["pad_token"] = .string("[MASK]") }
      }
    },
    Defect(rule: "TOK005", name: "no pair template", consequences: ["RUN006"]) { package in
      for file in ["tokenizer.json", "ranking_model/tokenizer.json"] {
        try package.edit(file) { $0["post_processor"] = .null }
      }
    },
    Defect(rule: "TOK007", name: "no model inputs") { try settings($0) { $0["model_input_names"] = nil } },
    Defect(rule: "TOK007", name: "inputs without the mask") {
      try settings($0) {
        $0["model_input_names"] = .array([.string("input_ids"), .string("token_type_ids")])
      }
    },
    Defect(rule: "TOK007", name: "inputs that are no list") {
      try settings($0) { $0["model_input_names"] = .string("input_ids") }
    },
    Defect(rule: "TOK007", name: "truncation from the left") {
      try settings($0) { $0["truncation_side"] = .string("left") }
    },
    Defect(rule: "TOK007", name: "special tokens split") {
      try settings($0) { $0["split_special_tokens"] = .bool(true) }
    },
    Defect(rule: "TOK007", name: "a token that the file does not have") {
      try settings($0) { $0["additional_special_tokens"] = .array([.string("zebra")]) }
    },
    Defect(rule: "TOK007", name: "an added token with another id") {
      try settings($0) { $0["added_tokens_decoder"] = .object(["7": .object(["content": .string("[PAD]")])]) }
    },
    Defect(rule: "TOK007", name: "a class of one version only") {
      try settings($0) { $0["tokenizer_class"] = .string("TokenizersBackend") }
    },
    Defect(rule: "TOK007", name: "a family's class", severity: .warning) {
      try settings($0) { $0["tokenizer_class"] = .string("BertTokenizer") }
    },
    Defect(rule: "TOK003", name: "a pad token that is an object") {
      try settings($0) { $0["pad_token"] = .object(["content": .string("[PAD]")]) }
    },
    Defect(rule: "RUN001", name: "a version of the format that is not known", consequences: ["PRE"]) {
      try $0.edit("config.json") { $0["pruning_pack_format"] = .int(2) }
    },
    Defect(rule: "RUN001", name: "a quantized sub-model") {
      try $0.edit("ranking_model/config.json") { $0["quantization_config"] = .object(["bits": .int(4)]) }
    },
    Defect(rule: "RUN001", name: "raw logits that CrossEncoder does not know of", consequences: ["CFG006"]) {
      try $0.edit("config.json") { $0["ranking_activation"] = .string("identity") }
    },
    Defect(rule: "RUN001", name: "a dropout that is none") {
      try $0.edit("ranking_model/config.json") { $0["hidden_dropout_prob"] = .int(7) }
    },
    Defect(rule: "CFG010", name: "fewer positions than there are") {
      try $0.edit("config.json") { $0["max_position_embeddings"] = .int(40) }
    },
    Defect(rule: "CARD001", name: "no front matter") {
      try $0.edit("README.md") { _ in Array("# A model\n".utf8) }
    },
    Defect(rule: "CARD001", name: "front matter that is no YAML") {
      try $0.edit("README.md") { _ in Array("---\na: [\n---\n".utf8) }
    },
    Defect(rule: "RUN001", name: "an unknown architecture", consequences: ["PRE"]) {
      try $0.edit("ranking_model/config.json") { $0["model_type"] = .string("gpt2") }
    },
    Defect(rule: "RUN001", name: "an unknown activation", consequences: ["CFG006", "PRE"]) {
      try $0.edit("config.json") { $0["ranking_activation"] = .string("tanh") }
    },
    Defect(rule: "RUN006", name: "a head of zeros", severity: .warning) {
      try $0.edit("pruning_head/model.safetensors") { bytes in
        Array(bytes.dropLast(TinyModel.hiddenSize * 8))
          + [UInt8](repeating: 0, count: TinyModel.hiddenSize * 8)
      }
    },
    Defect(rule: "LAY001", name: "no encoder weights", consequences: ["PRE"], isRanking: false) {
      try $0.remove("encoder_model/model.safetensors")
    },
  ]

  private static func settings(_ package: TinyPackage, _ change: (inout JSONObject) -> Void) throws {
    for file in ["tokenizer_config.json", "ranking_model/tokenizer_config.json"] {
      try package.edit(file, change)
    }
  }

  private static func map(_ package: TinyPackage, _ entry: String) throws {
    try package.edit("config.json") {
      $0["auto_map"] = .object([
        "AutoConfig": .string("modeling_pruning_encoder.PruningEncoderConfig"),
        "AutoModelForSequenceClassification": .string(entry),
      ])
    }
  }

  /// Bytes with the first occurrence of a text replaced by one of the same length.
  private static func replace(_ old: String, _ new: String, in bytes: [UInt8]) -> [UInt8] {
    let (old, new) = (Array(old.utf8), Array(new.utf8))
    guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: old) }) else { return bytes }
    return bytes[..<start] + new + bytes[(start + old.count)...]
  }
}

@Suite struct DefectTests {
  @Test(arguments: Defect.all) func firesItsRule(defect: Defect) throws {
    let package = try TinyPackage(TinyModel(isRanking: defect.isRanking))
    try defect.make(package)
    let report = try Verifier.verify(root: package.path, threads: 1)
    let own = report.findings.filter { $0.rule == defect.rule }
    #expect(!own.isEmpty, "\(report.text(strict: true, isColored: false))")
    #expect(own.contains { $0.severity == defect.severity })
    let others = Set(report.findings.filter { $0.severity == .error }.map(\.rule))
      .subtracting(defect.consequences).subtracting([defect.rule])
    #expect(others.isEmpty, "\(report.text(strict: true, isColored: false))")
    #expect(report.passes(strict: false) == (defect.severity != .error))
    #expect(!report.passes(strict: true))
    for finding in own { #expect(!finding.place.file.isEmpty && !finding.problem.isEmpty) }
    // What could not be checked is never called passed.
    if defect.consequences.contains("PRE") {
      #expect(report.outcomes.contains { $0.status == .prerequisiteFailed && $0.reason?.isEmpty == false })
    }
  }

  @Test func whatIsNoDirectoryIsNotAReport() throws {
    let directory = try TemporaryDirectory()
    let missing = #expect(throws: FileError.self) {
      try Verifier.verify(root: directory.file("no"), threads: 1)
    }
    #expect(missing?.code == .notFound)
    _ = try directory.write("file", "x")
    let file = #expect(throws: FileError.self) {
      try Verifier.verify(root: directory.file("file"), threads: 1)
    }
    #expect(file?.code == .notDirectory)
  }

  @Test func anEmptyDirectoryFails() throws {
    let directory = try TemporaryDirectory()
    let report = try Verifier.verify(root: directory.path, threads: 1)
    #expect(report.findings.map(\.rule) == ["LAY001"])
    #expect(!report.passes(strict: false))
  }

  @Test func ignoredRulesAreNamed() throws {
    let package = try TinyPackage()
    try package.edit("ranking_model/config.json") { $0["torch_dtype"] = .string("bfloat16") }
    var settings = VerifySettings()
    settings.ignored = ["CFG013"]
    let report = try Verifier.verify(root: package.path, threads: 1, settings: settings)
    #expect(report.passes(strict: true))
    #expect(report.outcomes.contains { $0.rule == "CFG013" && $0.status == .ignored })
    #expect(report.text(strict: true, isColored: false).contains("CFG013 is ignored"))
  }
}

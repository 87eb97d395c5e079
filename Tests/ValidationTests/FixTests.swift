import ModelDir
import PackCheckpoints
import PackDigests
import PackFiles
import PackJSON
import PackValidation
import PackageFixtures
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A defect that has one right repair: the repaired package has no finding, and nothing else in it has changed.
struct Repair: Sendable, CustomTestStringConvertible {
  let name: String
  var isRanking = true
  /// Files that change.
  let files: Set<String>
  /// What the diff says.
  let diff: [String]
  /// Findings that stay, since nobody but the maker knows the answer.
  var remaining: Set<String> = []
  let damage: @Sendable (TinyPackage) throws -> Void

  var testDescription: String { name }

  /// Changes the first place where some bytes stand; the test fails where there is none.
  static func replace(
    _ old: String, _ new: String, in file: String
  ) -> @Sendable (TinyPackage) throws -> Void {
    { package in
      try package.edit(file) { bytes in
        let size = old.utf8.count
        let start = (0...max(0, bytes.count - size)).first { bytes[$0...].starts(with: old.utf8) }
        guard let start else {
          Issue.record("\(file) has no \(old)")
          return bytes
        }
        return bytes[..<start] + Array(new.utf8) + bytes[(start + size)...]
      }
    }
  }

  static let all: [Repair] = [
    Repair(
      name: "a local path beside an id", files: ["config.json"],
      diff: [
        "-  \"base_model_name_or_path\": \"/data/x\",", "+  \"base_model_name_or_path\": \"example/tiny\",",
      ],
      damage: replace("\"example/tiny\"", "\"/data/x\"", in: "config.json")),
    Repair(
      name: "local paths in both, and the id in the card",
      files: ["config.json", "pruning_encoder_config.json"],
      diff: [
        "+  \"base_model_name_or_path\": \"example/tiny\",", "+  \"model_name_or_path\": \"example/tiny\",",
      ]
    ) {
      try replace("\"example/tiny\"", "\"/data/x\"", in: "config.json")($0)
      try replace("\"example/tiny\"", "\"../x\"", in: "pruning_encoder_config.json")($0)
    },
    Repair(
      name: "a local path in the sub-model", files: ["ranking_model/config.json"],
      diff: ["-  \"_name_or_path\": \"/home/me/x\",", "+  \"_name_or_path\": \"example/tiny\","],
      damage: replace("{\n", "{\n  \"_name_or_path\": \"/home/me/x\",\n", in: "ranking_model/config.json")),
    Repair(
      name: "no entry for AutoModel", files: ["config.json"],
      diff: ["+    \"AutoModel\": \"modeling_pruning_encoder.PruningEncoderForSequenceClassification\""]
    ) {
      try $0.edit("config.json") { config in
        guard case .object(var map)? = config["auto_map"] else { return }
        map["AutoModel"] = nil
        config["auto_map"] = .object(map)
      }
    },
    Repair(
      name: "no label2id", files: ["config.json"],
      diff: ["+  \"label2id\": {", "+    \"LABEL_0\": 0", "+  }"]
    ) { try $0.edit("config.json") { $0["label2id"] = nil } },
    Repair(
      name: "no id2label in the sub-model", files: ["ranking_model/config.json"],
      diff: ["+    \"0\": \"LABEL_0\""]
    ) {
      try $0.edit("ranking_model/config.json") { config in
        config["id2label"] = nil
        config["label2id"] = .object(["LABEL_0": .int(0)])
      }
    },
    Repair(
      name: "no labels", isRanking: false, files: ["config.json"],
      diff: ["+    \"0\": \"prune\",", "+    \"1\": \"keep\"", "+    \"keep\": 1,"]
    ) {
      try $0.edit("config.json") { config in
        config["id2label"] = nil
        config["label2id"] = nil
      }
    },
    Repair(
      name: "another tokenizer class",
      files: ["tokenizer_config.json", "ranking_model/tokenizer_config.json"],
      diff: [
        "-  \"tokenizer_class\": \"FunnelTokenizer\",",
        "+  \"tokenizer_class\": \"PreTrainedTokenizerFast\",",
      ]
    ) { package in
      for file in ["tokenizer_config.json", "ranking_model/tokenizer_config.json"] {
        try package.edit(file) { $0["tokenizer_class"] = .string("FunnelTokenizer") }
      }
    },
    Repair(
      name: "no model_input_names", files: ["tokenizer_config.json"],
      diff: ["+  \"model_input_names\": [", "+    \"token_type_ids\",", "+    \"attention_mask\""]
    ) { try $0.edit("tokenizer_config.json") { $0["model_input_names"] = nil } },
    Repair(
      name: "no metadata", files: ["ranking_model/model.safetensors"], diff: ["+__metadata__.format: \"pt\""]
    ) {
      try $0.edit("ranking_model/model.safetensors") { bytes in
        withoutMetadata(bytes, "\"__metadata__\": {\"format\": \"pt\"}, ")
      }
    },
    Repair(
      name: "another format", files: ["pruning_head/model.safetensors"],
      diff: ["-__metadata__.format: \"np\"", "+__metadata__.format: \"pt\""],
      damage: replace("\"format\": \"pt\"", "\"format\": \"np\"", in: "pruning_head/model.safetensors")),
    Repair(
      name: "no card", files: ["README.md"],
      diff: ["--- /dev/null", "+library_name: transformers", "+## Usage"],
      remaining: ["CARD002", "CARD003", "CARD006"]
    ) { try $0.remove("README.md") },
    Repair(
      name: "no front matter", files: ["README.md"],
      diff: ["+library_name: transformers", "+pipeline_tag: text-ranking", "+base_model: example/tiny"],
      remaining: ["CARD002", "CARD003"]
    ) {
      try $0.edit("README.md") { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        return Array(text.split(separator: "---\n", maxSplits: 2, omittingEmptySubsequences: false)[2].utf8)
      }
    },
    Repair(
      name: "fields of the card", files: ["README.md"],
      diff: ["+library_name: transformers\r", "+pipeline_tag: text-ranking\r"].map {
        $0.replacing("\r", with: "")
      }
    ) {
      try replace("library_name: transformers\n", "", in: "README.md")($0)
      try replace("pipeline_tag: text-ranking\n", "", in: "README.md")($0)
    },
  ]

  private static func withoutMetadata(_ bytes: [UInt8], _ part: String) -> [UInt8] {
    let size = Int(bytes[0]) + Int(bytes[1]) << 8
    let header = String(decoding: bytes[8..<(8 + size)], as: UTF8.self).replacing(part, with: "")
    #expect(header.utf8.count < size)
    return TestSupport.safetensors(header: header, data: Array(bytes[(8 + size)...]))
  }
}

@Suite struct FixTests {
  private func contents(_ package: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for entry in try listDirectory(package) where entry.kind == .file {
      files[entry.path] = try readFile(joinPath(package, entry.path))
    }
    return files
  }

  @Test(arguments: Repair.all) func hasOneRightRepair(repair: Repair) throws {
    let package = try TinyPackage(TinyModel(isRanking: repair.isRanking))
    try repair.damage(package)
    let before = try contents(package.path)
    let report = try Verifier.verify(root: package.path, threads: 1)
    let fix = try #require(try PackageFixer.prepare(report, threads: 1))
    let diff = fix.diff.split(separator: "\n").map(String.init)
    for line in repair.diff { #expect(diff.contains(line), "\(fix.diff)") }
    #expect(try contents(package.path) == before)
    try fix.apply()
    let after = try contents(package.path)
    let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
    #expect(changed == repair.files)
    let again = try Verifier.verify(root: package.path, threads: 1)
    let left = again.findings.filter {
      !repair.remaining.contains($0.rule) && $0.severity > .suggestion && $0.rule != "RUN007"
    }
    #expect(left.isEmpty, "\(again.text(strict: true, isColored: false))")
    #expect(again.findings == fix.after.findings)
    #expect(try PackageFixer.prepare(again, threads: 1) == nil)
    #expect(try listDirectory(parentPath(package.path)).allSatisfy { !$0.path.contains(".pruning-pack.") })
  }

  @Test(arguments: [true, false]) func leavesAGoodPackageAlone(isRanking: Bool) throws {
    let package = try TinyPackage(TinyModel(isRanking: isRanking))
    #expect(try PackageFixer.prepare(Verifier.verify(root: package.path, threads: 1), threads: 1) == nil)
  }

  @Test func anIgnoredRuleIsNotRepaired() throws {
    let package = try TinyPackage()
    try package.edit("ranking_model/config.json") { $0["_name_or_path"] = .string("/home/me") }
    var settings = VerifySettings()
    settings.set("CFG007", to: .off, origin: "a test")
    let report = try Verifier.verify(root: package.path, threads: 1, settings: settings)
    #expect(try PackageFixer.prepare(report, threads: 1) == nil)
  }

  /// In a checkout only the files change: the directory, and what git keeps in it, stay.
  @Test func aCheckoutKeepsItsDirectory() throws {
    let package = try TinyPackage()
    try package.edit("config.json") { $0["base_model_name_or_path"] = .string("/data/x") }
    try makeDirectory(package.file(".git"))
    try writeFile(package.file(".git/HEAD"), "ref: refs/heads/main\n")
    let report = try Verifier.verify(root: package.path, threads: 1)
    let fix = try #require(try PackageFixer.prepare(report, threads: 1))
    try fix.apply()
    #expect(try readFile(package.file(".git/HEAD")).count == 21)
    #expect(
      try JSONDocument(readingFile: package.file("config.json")).root.string("base_model_name_or_path")
        == "example/tiny")
  }

  /// The repaired file is no longer the one that was recorded: the repair would trade a warning for an error.
  @Test func aRepairThatWouldBreakAnotherRuleIsRefused() throws {
    let package = try TinyPackage.recorded()
    let weights = "pruning_head/model.safetensors"
    try Repair.replace("\"format\": \"pt\"", "\"format\": \"np\"", in: weights)(package)
    let digest = try SHA256Digest(of: MappedFile(package.file(weights))).description
    try package.edit("reference_outputs.json") { reference in
      guard case .object(var digests)? = reference["weights"] else { return }
      digests[weights] = .string(digest)
      reference["weights"] = .object(digests)
    }
    let before = try contents(package.path)
    let report = try Verifier.verify(root: package.path, threads: 1)
    #expect(report.findings.map(\.rule) == ["WGT016"], "\(report.text(strict: true, isColored: false))")
    let fix = try #require(try PackageFixer.prepare(report, threads: 1))
    let error = #expect(throws: GateError.self) { try fix.apply() }
    #expect(error?.problem.contains("INT003") == true)
    #expect(try contents(package.path) == before)
  }

  /// What a link leads to may belong to others.
  @Test func linksAreNotFollowed() throws {
    let package = try TinyPackage()
    try package.edit("ranking_model/config.json") { $0["_name_or_path"] = .string("/home/me") }
    let outside = package.file("../outside.md")
    try copyFile(package.file("README.md"), to: outside)
    try package.remove("README.md")
    #expect(symlink("../outside.md", package.file("README.md")) == 0)
    let before = try contents(package.path)
    let report = try Verifier.verify(root: package.path, threads: 1)
    #expect(throws: GateError.self) { try PackageFixer.prepare(report, threads: 1) }
    #expect(try contents(package.path) == before)
  }

  @Test func whatIsNotPutInPlaceLeavesNothing() throws {
    let package = try TinyPackage()
    try package.edit("config.json") { $0["base_model_name_or_path"] = .string("/data/x") }
    do {
      let fix = try PackageFixer.prepare(try Verifier.verify(root: package.path, threads: 1), threads: 1)
      #expect(fix != nil)
    }
    #expect(try listDirectory(parentPath(package.path)).allSatisfy { !$0.path.contains("staging") })
    #expect(
      try JSONDocument(readingFile: package.file("config.json")).root.string("base_model_name_or_path")
        == "/data/x")
  }
}

import ModelDir
import PackFiles
import PackJSON
import PackValidation
import PackageFixtures
import TestSupport
import Testing

/// What a rule that could not see everything says, and what is said when nothing else explains it.
@Suite struct VerdictTests {
  private func statuses(
    _ settings: VerifySettings = VerifySettings(), _ change: (TinyPackage) throws -> Void
  ) throws -> (report: VerifyReport, status: [String: RuleOutcome.Status]) {
    let package = try TinyPackage(isRanking: true)
    try change(package)
    let report = try Verifier.verify(root: package.path, threads: 1, settings: settings)
    let pairs = report.outcomes.map { ($0.rule, $0.status) }
    return (report, Dictionary(uniqueKeysWithValues: pairs))
  }

  /// Nothing that is wrong with one part makes the other part's rules say that all is well.
  @Test(arguments: [
    ("ranking_model/model.safetensors", ["WGT010", "WGT013", "WGT014", "WGT015", "WGT016"]),
    ("pruning_head/model.safetensors", ["WGT010", "WGT013", "WGT014", "WGT015", "WGT016", "CFG011"]),
    ("pruning_head/config.json", ["CFG006", "CFG011"]),
    (
      "modeling_pruning_encoder.py",
      [
        "PY002", "PY003", "PY004", "PY005", "PY006", "PY007", "PY008", "PY009", "PY010", "PY011",
      ]
    ),
    ("tokenizer_config.json", ["TOK003", "TOK004", "TOK007", "TOK008", "CFG010", "SEC005"]),
    ("ranking_model/tokenizer_config.json", ["TOK003", "TOK004", "TOK007", "TOK008", "CFG010", "SEC005"]),
    ("ranking_model/config.json", ["CFG009", "CFG012", "CFG013"]),
  ]) func isNotPassedOnHalf(file: String, rules: [String]) throws {
    let (report, status) = try statuses { package in
      try overwriteFile(package.file(file), Array("from .helper import x\n(".utf8))
      // Another file of the same kind, which is in order.
      try writeFile(package.file("helper.py"), "x = 1\n")
    }
    #expect(!report.passes(strict: false))
    for rule in rules { #expect(status[rule] == .prerequisiteFailed, "\(rule)") }
  }

  /// A part that is absent is said to be missing, and not to be unreadable.
  @Test func whatIsMissingIsNotCalledUnreadable() throws {
    let files = [
      "modeling_pruning_encoder.py", "pruning_head/model.safetensors", "ranking_model/config.json",
    ]
    let (report, _) = try statuses { package in
      for file in files { try removeTree(package.file(file)) }
    }
    let reasons = Dictionary(uniqueKeysWithValues: report.outcomes.map { ($0.rule, $0.reason ?? "") })
    for rule in ["CFG001", "CFG005", "CFG008", "CFG010", "CFG011", "WGT015"] {
      let reason = reasons[rule] ?? ""
      #expect(reason.hasSuffix("is missing"), "\(rule): \(reason)")
    }
  }

  /// What is wrong with the part that is there is still found.
  @Test func findsWhatIsThere() throws {
    let (report, status) = try statuses { package in
      try overwriteFile(package.file("modeling_pruning_encoder.py"), Array("from .helper import x\n(".utf8))
      try writeFile(package.file("helper.py"), "import os\nos.system('id')\n")
    }
    #expect(status["PY010"] == .failed)
    #expect(report.findings.contains { $0.rule == "PY010" && $0.place.file == "helper.py" })
  }

  /// A cause that is left out on request is known to whoever left it out, and to nobody else.
  @Test func aCauseThatIsIgnoredIsNoNewFinding() throws {
    var settings = VerifySettings()
    settings.ignored = ["LAY001", "RUN007"]
    let (report, status) = try statuses(settings) { try $0.remove("README.md") }
    #expect(status["CARD001"] == .prerequisiteFailed)
    #expect(report.findings.isEmpty, "\(report.text(strict: true, isColored: false))")
  }

  /// What is not there is not said to be broken.
  @Test func aMissingFileIsSaidToBeMissing() throws {
    let package = try TinyPackage(isRanking: true)
    for file in ["modeling_pruning_encoder.py", "pruning_encoder_config.json"] { try package.remove(file) }
    let outcomes = try Verifier.verify(root: package.path, threads: 1).outcomes
    for (rule, file) in [
      ("CFG001", "modeling_pruning_encoder.py"), ("CFG005", "modeling_pruning_encoder.py"),
      ("CFG006", "pruning_encoder_config.json"),
    ] {
      #expect(outcomes.first { $0.rule == rule }?.reason == "\(file) is missing")
    }
  }

  @Test func anUnknownFamilyCanBeIgnored() throws {
    var settings = VerifySettings()
    settings.ignored = ["RUN001"]
    let (report, status) = try statuses(settings) {
      try $0.edit("ranking_model/config.json") { $0["model_type"] = .string("gpt2") }
    }
    #expect(status["RUN001"] == .ignored)
    #expect(
      !report.findings.contains { $0.severity == .error }, "\(report.text(strict: true, isColored: false))")
    #expect(report.passes(strict: false))
  }
}

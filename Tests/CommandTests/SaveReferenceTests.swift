import PackFiles
import PackJSON
import PackageFixtures
import TestSupport
import Testing

/// `save --reference`: a package is put in place only if it gives what the model gave in memory.
@Suite struct SaveReferenceTests {
  private let directory: TemporaryDirectory
  private let recorded: TinyPackage
  private let reference: String

  /// Outputs of a model, as if they had been recorded before it was saved.
  init() throws {
    directory = try TemporaryDirectory()
    recorded = try TinyPackage.recorded()
    reference = directory.file("reference.json")
    try copyFile(recorded.file("reference_outputs.json"), to: reference)
    try edit { $0["weights"] = nil }
  }

  private var output: String { directory.file("package") }

  private func edit(_ change: (inout JSONObject) -> Void) throws {
    guard case .object(var object) = JSONValue(try JSONDocument(readingFile: reference).root) else { return }
    change(&object)
    try overwriteFile(reference, Array(JSONValue.object(object).text(.file).utf8))
  }

  private func save(_ extra: [String] = [], model: String? = nil) throws -> CommandRun {
    try CommandRun(
      [
        "save", "--ranking-model", model ?? recorded.model, "--pruning-head", recorded.head, "--output",
        output,
        "--reference", reference, "--license", "mit", "--language", "en", "--base-model", "example/tiny",
      ] + extra)
  }

  @Test func theOutputsGoIntoThePackage() throws {
    let run = try save()
    #expect(run.status == 0, "\(run.diagnostics)")
    let root = try JSONDocument(readingFile: joinPath(output, "reference_outputs.json")).root
    #expect(try root.string("origin") == "memory" && root.int("format") == 2)
    let files = try root.required("weights").members().map(\.key)
    #expect(files == ["pruning_head/model.safetensors", "ranking_model/model.safetensors"])
    let verified = try CommandRun(["verify", output, "--strict"])
    #expect(verified.status == 0, "\(verified.output)")
  }

  /// The digests are those of the files as the package has them.
  @Test func theWeightsMayBeStoredInAnotherType() throws {
    let run = try save(["--dtype", "bfloat16"])
    #expect(run.status == 1 && run.diagnostics.contains("RUN002"), "\(run.diagnostics)")
    #expect(!run.diagnostics.contains("INT003") && fileKind(output) == nil)
  }

  @Test func anotherModelIsRefused() throws {
    let other = directory.file("other")
    var model = TinyModel()
    model.tensorChanges = { tensors in
      for index in tensors.indices where tensors[index].name.contains("token_type") {
        let half = tensors[index].values.count / 2
        tensors[index].values = Array(tensors[index].values[half...] + tensors[index].values[..<half])
      }
    }
    try model.write(to: other)
    let report = directory.file("report.json")
    let run = try save(["--report", "json=\(report)"], model: other)
    #expect(run.status == 1 && run.diagnostics.contains("RUN002"), "\(run.diagnostics)")
    #expect(fileKind(output) == nil)
    let findings = try JSONDocument(readingFile: report).root.required("findings").elements()
    #expect(try findings.contains { try $0.string("rule") == "RUN002" })
    #expect(try JSONDocument(readingFile: report).root.string("package") == output)
  }

  @Test(arguments: [
    ("origin", JSONValue.string("package"), "expected memory"), ("origin", .string("disk"), "unknown origin"),
    ("origin", .null, "origin"), ("format", .int(1), "not of the model in memory"),
    ("cases", .array([]), "no cases"), ("extra", .int(1), "unknown key"),
  ]) func whatIsNoRecordingIsRefused(key: String, value: JSONValue, message: String) throws {
    try edit { $0[key] = value }
    let run = try save()
    #expect(run.status == 1 && run.diagnostics.contains(message), "\(run.diagnostics)")
    #expect(run.diagnostics.contains("reference.json") && fileKind(output) == nil)
  }

  @Test func whatContradictsItIsAUsageError() throws {
    #expect(try save(["--no-verify"]).status == 64)
    #expect(try save(["--python", "python3"]).status == 64)
    try removeTree(reference)
    #expect(try save().status == 2)
  }
}

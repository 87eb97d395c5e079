import ModelDir
import PackFiles
import PackJSON
import PackValidation
import PackageFixtures
import TestSupport
import Testing

/// Recordings are made here by the encoder itself: what is tested is what a difference, or a broken file, leads to. That the
/// encoder agrees with PyTorch is Tests/Contract/test_record.py's business.
@Suite struct ReferenceTests {
  private func findings(_ package: TinyPackage, threads: Int = 1) throws -> [Finding] {
    try Verifier.verify(root: package.path, threads: threads).findings
  }

  @Test(arguments: [true, false]) func holdsForWhatWasRecorded(isRanking: Bool) throws {
    let package = try TinyPackage.recorded(TinyModel(isRanking: isRanking))
    let report = try Verifier.verify(root: package.path, threads: 2)
    #expect(report.findings.isEmpty, "\(report.text(strict: true, isColored: false))")
    for rule in ["RUN002", "TOK006", "INT003"] {
      #expect(report.outcomes.first { $0.rule == rule }?.status == .passed)
    }
  }

  @Test func holdsForSeveralLabels() throws {
    var model = TinyModel()
    model.labels = 3
    #expect(try findings(try TinyPackage.recorded(model)).isEmpty)
  }

  @Test func readsWhatItWrites() throws {
    let package = try TinyPackage.recorded()
    let text = try readFile(package.file(PackageLayout.referenceOutputs))
    let outputs = try ReferenceOutputs(JSONDocument(bytes: text, name: "x").root)
    #expect(Array(outputs.fileText.utf8) == text)
    #expect(outputs.cases[2].maximumLength == 20 && outputs.cases[2].inputIDs.count == 20)
  }

  @Test func isNotApplicableWithoutRecording() throws {
    let package = try TinyPackage()
    let report = try Verifier.verify(root: package.path, threads: 1)
    for rule in ["RUN002", "TOK006", "INT003"] {
      #expect(report.outcomes.first { $0.rule == rule }?.status == .notApplicable)
    }
    #expect(report.findings.map(\.rule) == ["RUN007"])
    #expect(report.passes(strict: false) && !report.passes(strict: true))
  }

  @Test func namesTheFirstIdThatDiffers() throws {
    let package = try TinyPackage.recorded()
    try change(package, case: 0) { recorded in
      guard case .array(var ids)? = recorded["input_ids"] else { return }
      ids[2] = .int(31)
      recorded["input_ids"] = .array(ids)
    }
    let found = try findings(package)
    #expect(found.map(\.rule) == ["TOK006"])
    #expect(found.first?.place.jsonPath == "$.cases[0].input_ids[2]")
  }

  @Test(arguments: [
    ("format", JSONValue.int(3)), ("origin", .string("disk")), ("origin", .null), ("versions", .object([:])),
    ("weights", .object(["a": .string("abc")])),
    ("cases", .array([])), ("unknown", .int(1)),
    (
      "tolerance",
      .object([
        "ranking_logit": .object(["atol": .int(1), "rtol": .int(0)]),
        "pruning_logits": .object(["atol": .int(0), "rtol": .int(0)]),
      ])
    ),
  ])
  func refusesWhatIsNoRecording(key: String, value: JSONValue) throws {
    let package = try TinyPackage.recorded()
    try package.edit(PackageLayout.referenceOutputs) { $0[key] = value }
    let report = try Verifier.verify(root: package.path, threads: 1)
    #expect(report.findings.map(\.rule) == ["RUN002"])
    #expect(report.outcomes.first { $0.rule == "INT003" }?.status == .prerequisiteFailed)
    #expect(report.outcomes.first { $0.rule == "TOK006" }?.status == .prerequisiteFailed)
    #expect(report.outcomes.first { $0.rule == "RUN007" }?.status == .prerequisiteFailed)
  }

  private func change(_ package: TinyPackage, case index: Int, _ change: (inout JSONObject) -> Void) throws {
    try package.edit(PackageLayout.referenceOutputs) { root in
      guard case .array(var cases)? = root["cases"], case .object(var recorded) = cases[index] else { return }
      change(&recorded)
      cases[index] = .object(recorded)
      root["cases"] = .array(cases)
    }
  }
}

import ModelDir
import PackDigests
import PackFiles
import PackJSON
import PackTokenizers
import PackValidation
import PackageFixtures
import Pruning
import TestSupport
import Testing

/// Recordings are made here by the encoder itself: what is tested is what a difference, or a broken file, leads to. That the
/// encoder agrees with PyTorch is Tests/Python/test_record.py's business.
@Suite struct ReferenceTests {
  /// A good package with a recording of two pairs.
  static func recorded(_ model: TinyModel = TinyModel()) throws -> TinyPackage {
    let package = try TinyPackage(model)
    let encoder = try PruningEncoder(directory: package.path, threads: 1)
    let subModel = model.isRanking ? "ranking_model" : "encoder_model"
    var digests: [String: SHA256Digest] = [:]
    for file in ["\(subModel)/model.safetensors", "pruning_head/model.safetensors"] {
      digests[file] = try SHA256Digest(of: MappedFile(package.file(file)))
    }
    let pairs = [
      TextPair(query: "how many moons does mars have?", document: "it is two moons."),
      TextPair(query: "was it built in 1873", document: ""),
      TextPair(query: "the roses", document: String(repeating: "a red rose is a red rose. ", count: 20)),
    ]
    let cases = try pairs.enumerated().map { index, pair in
      let length = index == 2 ? 20 : nil
      let prediction = try encoder.predict([pair], maximumLength: length)[0]
      return ReferenceOutputs.Case(
        query: pair.query, document: pair.document, maximumLength: length, inputIDs: prediction.encoding.ids,
        rankingLogits: prediction.rankingLogits, pruningLogits: prediction.pruningLogits)
    }
    let recording = ReferenceOutputs(
      versions: .init(python: "3.11.7", torch: "2.13.0", transformers: "5.23.0", tokenizers: "0.23.3"),
      weights: digests, cases: cases)
    try replaceFile(package.file(PackageLayout.referenceOutputs), Array(recording.fileText.utf8))
    return package
  }

  private func findings(_ package: TinyPackage, threads: Int = 1) throws -> [Finding] {
    try Verifier.verify(root: package.path, threads: threads).findings
  }

  @Test(arguments: [true, false]) func holdsForWhatWasRecorded(isRanking: Bool) throws {
    let package = try Self.recorded(TinyModel(isRanking: isRanking))
    let report = try Verifier.verify(root: package.path, threads: 2)
    #expect(report.findings.isEmpty, "\(report.text(strict: true, isColored: false))")
    for rule in ["RUN002", "TOK006", "INT003"] {
      #expect(report.outcomes.first { $0.rule == rule }?.status == .passed)
    }
  }

  @Test func holdsForSeveralLabels() throws {
    var model = TinyModel()
    model.labels = 3
    #expect(try findings(try Self.recorded(model)).isEmpty)
  }

  @Test func readsWhatItWrites() throws {
    let package = try Self.recorded()
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
    #expect(report.passes(strict: true))
  }

  @Test func namesTheFirstIdThatDiffers() throws {
    let package = try Self.recorded()
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
    ("format", JSONValue.int(2)), ("versions", .object([:])), ("weights", .object(["a": .string("abc")])),
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
    let package = try Self.recorded()
    try package.edit(PackageLayout.referenceOutputs) { $0[key] = value }
    let report = try Verifier.verify(root: package.path, threads: 1)
    #expect(report.findings.map(\.rule) == ["RUN002"])
    #expect(report.outcomes.first { $0.rule == "INT003" }?.status == .prerequisiteFailed)
    #expect(report.outcomes.first { $0.rule == "TOK006" }?.status == .prerequisiteFailed)
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

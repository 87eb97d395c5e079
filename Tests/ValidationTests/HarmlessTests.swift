import ModelDir
import PackFiles
import PackJSON
import PackPythonCode
import PackValidation
import PackageFixtures
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What looks like a defect and is none, or weighs less than one.
@Suite struct HarmlessTests {
  private func findings(_ package: TinyPackage) throws -> [String] {
    try Verifier.verify(root: package.path, threads: 1).findings.map { "\($0.rule) \($0.severity.rawValue)" }
  }

  /// What is uploaded of a snapshot is what its links lead to.
  @Test func aLinkIsAsLargeAsItsTarget() throws {
    let package = try TinyPackage(isRanking: true)
    let cache = try TemporaryDirectory()
    for name in ["models--org--tiny", "models--org--tiny/blobs", "models--org--tiny/snapshots"] {
      try makeDirectory(cache.file(name))
    }
    let snapshot = cache.file("models--org--tiny/snapshots/0123abc")
    #expect(rename(package.path, snapshot) == 0)
    try writeFile(cache.file("models--org--tiny/blobs/large"), "")
    #expect(truncate(cache.file("models--org--tiny/blobs/large"), 300_000_000_000) == 0)
    #expect(symlink("../../blobs/large", joinPath(snapshot, "notes.txt")) == 0)
    let found = try Verifier.verify(root: snapshot, threads: 1).findings.filter { $0.rule == "LAY006" }
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.found == "300 GB")
  }

  @Test func aRepositoryHasLimits() {
    let few = (0..<100).map { (path: "a/\($0)", size: 1) }
    #expect(HubLimits.excesses(files: few, folders: ["a"]).isEmpty)
    let many = (0...HubLimits.files).map { (path: "\($0 % 100)/\($0)", size: 1) }
    #expect(
      HubLimits.excesses(files: many, folders: []).map { "\($0.path) \($0.found) \($0.isRefused)" } == [
        ". 100001 false"
      ])
    let folders = (0...HubLimits.inFolder).map { "b/\($0)" }
    #expect(
      HubLimits.excesses(files: few, folders: folders).map { "\($0.path) \($0.isRefused)" } == ["b false"])
    let large = (0..<6).map { (path: "\($0)", size: HubLimits.fileSize) }
    #expect(HubLimits.excesses(files: large, folders: []).map(\.found) == ["1200 GB"])
    let huge = HubLimits.excesses(files: [("a", HubLimits.largestFile + 1), ("b", .max)], folders: [])
    #expect(huge.filter(\.isRefused).map(\.path) == ["a", "b"])
  }

  @Test func whatIsNotLookedAtIsSaidToBeSo() throws {
    let package = try TinyPackage(isRanking: true)
    try makeDirectory(package.file("many"))
    for number in 0..<100 { try makeDirectory(package.file("many/\(number)")) }
    let inspection = try PackageInspection(root: package.path, threads: 1, model: nil, entryLimit: 100)
    let report = try Verifier.verify(inspection)
    #expect(
      report.findings.filter { $0.rule != "RUN007" }.map {
        "\($0.rule) \($0.severity.rawValue) \($0.expected ?? "")"
      } == [
        "LAY006 error at most 100"
      ])
  }

  /// A file that was not listed may be one that nobody signed.
  @Test func aSignatureOfMoreThanIsLookedAtHasNoVerdict() throws {
    let package = try DiskPackage(.reranker)
    try package.sign()
    for limit in [1000, 50] {
      for number in 0..<100 { try package.makeDirectory("many/\(number)") }
      let inspection = try PackageInspection(root: package.root, threads: 1, model: nil, entryLimit: limit)
      let outcome = try Verifier.verify(inspection).outcomes.first { $0.rule == "INT001" }
      #expect(outcome?.status == (limit == 1000 ? .passed : .meansMissing))
    }
  }

  /// The scan of tokens does not know the grammar; a Python does.
  @Test(.enabled(if: PythonInterpreter.onPath != nil, "there is no python3")) func aSnippetIsParsed() throws {
    let package = try TinyPackage(isRanking: true)
    try package.edit("README.md") { bytes in
      Array(
        String(decoding: bytes, as: UTF8.self).replacing(
          "import torch\n", with: "import = 3 +\n", maxReplacements: 1
        ).utf8)
    }
    let report = try Verifier.verify(root: package.path, threads: 1)
    #expect(Set(report.findings.map(\.rule)) == ["CARD009", "RUN007"])
    #expect(report.findings.contains { $0.problem.hasPrefix("a snippet is not valid Python") })
  }

  @Test func gradesAreTold() throws {
    let graded = RuleCatalogue.rules.filter { $0.grading != nil }
    #expect(
      Set(graded.map(\.id)).isSuperset(of: [
        "LAY004", "LAY006", "LAY008", "CFG006", "CFG014", "CARD002", "CARD003", "CARD006",
      ]))
    for rule in graded {
      let grading = try #require(rule.grading)
      #expect(rule.explanation.contains(grading) && RuleCatalogue.text.contains(grading))
      #expect(RuleCatalogue.markdown.contains(grading))
    }
    // A rule that grades a finding of an example unlike itself says so.
    for rule in RuleCatalogue.rules {
      let isGraded = rule.examples.contains { ($0.severity ?? rule.severity) != rule.severity }
      #expect(!isGraded || rule.grading != nil, "\(rule.id)")
    }
  }
}

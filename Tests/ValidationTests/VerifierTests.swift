import PackFiles
import PackJSON
import PackValidation
import PackageFixtures
import TestSupport
import Testing

/// What `verify` says of a directory as a whole.
@Suite struct VerifierTests {
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
    let package = try TinyPackage.recorded()
    try package.edit("ranking_model/config.json") { $0["torch_dtype"] = .string("bfloat16") }
    var settings = VerifySettings()
    settings.ignored = ["CFG013"]
    let report = try Verifier.verify(root: package.path, threads: 1, settings: settings)
    #expect(report.passes(strict: true))
    #expect(report.outcomes.contains { $0.rule == "CFG013" && $0.status == .ignored })
    #expect(report.text(strict: true, isColored: false).contains("CFG013 is ignored"))
  }
}

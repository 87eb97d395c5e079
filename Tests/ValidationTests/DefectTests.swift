import PackFiles
import PackJSON
import PackValidation
import PackageFixtures
import TestSupport
import Testing

@Suite struct DefectTests {
  @Test(arguments: Defect.all) func firesItsRule(defect: Defect) throws {
    let package = try TinyPackage(isRanking: defect.isRanking)
    let before = try Defect.contents(package.path)
    try defect.make(package)
    let report = try Verifier.verify(root: package.path, threads: 1)
    let own = report.findings.filter { $0.rule == defect.rule }
    #expect(!own.isEmpty, "\(report.text(strict: true, isColored: false))")
    #expect(own.contains { $0.severity == defect.severity })
    let warnings = Set(report.findings.filter { $0.severity == .warning }.map(\.rule))
    let expected = defect.consequences.union(defect.also).union([defect.rule])
    #expect(warnings.isSubset(of: expected), "\(report.text(strict: true, isColored: false))")
    let others = Set(report.findings.filter { $0.severity == .error }.map(\.rule))
      .subtracting(defect.consequences).subtracting([defect.rule])
    #expect(others.isEmpty, "\(report.text(strict: true, isColored: false))")
    #expect(report.passes(strict: false) == !report.findings.contains { $0.severity == .error })
    #expect(report.passes(strict: true) == (defect.severity == .suggestion))
    let after = try Defect.contents(package.path)
    let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
    #expect(own.contains { Defect.advice($0.fix ?? "", leadsFrom: [$0], to: changed) }, "\(own.map(\.fix))")
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

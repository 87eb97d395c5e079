import ModelDir
import PackFiles
import PackValidation
import PackageFixtures
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct GoodPackageTests {
  @Test(arguments: [true, false]) func hasNoFinding(isRanking: Bool) throws {
    let package = try TinyPackage.recorded(TinyModel(isRanking: isRanking))
    let report = try Verifier.verify(root: package.path, threads: 1)
    #expect(report.findings.isEmpty, "\(report.text(strict: true, isColored: false))")
    #expect(report.outcomes.count == RuleCatalogue.rules.count)
    // What a package need not have.
    let optional: Set<String> = [
      "LAY007", "SEC002", "SEC004", "CARD007", "RUN008", "RUN009", "RUN010", "INT001", "INT002",
      "ONX001", "ONX002", "ONX003",
    ]
    for outcome in report.outcomes {
      #expect(outcome.status == (optional.contains(outcome.rule) ? .notApplicable : .passed), "\(outcome)")
    }
    #expect(report.passes(strict: true))
  }

  @Test func hasNoFindingWithSeveralLabels() throws {
    var model = TinyModel()
    model.labels = 3
    let package = try TinyPackage.recorded(model)
    let report = try Verifier.verify(root: package.path, threads: 2)
    #expect(report.findings.isEmpty, "\(report.text(strict: true, isColored: false))")
  }

  /// A snapshot in the Hub's cache is made of links into its own blobs.
  @Test func hasNoFindingInTheHubsCache() throws {
    let package = try TinyPackage.recorded()
    let cache = try TemporaryDirectory()
    for name in ["models--org--tiny", "models--org--tiny/blobs", "models--org--tiny/snapshots"] {
      try makeDirectory(cache.file(name))
    }
    let snapshot = cache.file("models--org--tiny/snapshots/0123abc")
    try makeDirectory(snapshot)
    var number = 0
    for entry in try listDirectory(package.path) {
      if entry.kind == .directory {
        try makeDirectory(joinPath(snapshot, entry.path))
        continue
      }
      number += 1
      let up = entry.path.contains("/") ? "../../../blobs" : "../../blobs"
      try copyFile(package.file(entry.path), to: cache.file("models--org--tiny/blobs/blob\(number)"))
      #expect(symlink("\(up)/blob\(number)", joinPath(snapshot, entry.path)) == 0)
    }
    let report = try Verifier.verify(root: snapshot, threads: 1)
    #expect(report.findings.isEmpty, "\(report.text(strict: true, isColored: false))")
  }

  @Test func everyRuleExplainsItself() {
    #expect(Set(RuleCatalogue.rules.map(\.id)).count == RuleCatalogue.rules.count)
    for rule in RuleCatalogue.rules {
      #expect(!rule.title.isEmpty && rule.why.count > 60 && rule.advice.count > 20, "\(rule.id)")
    }
  }
}

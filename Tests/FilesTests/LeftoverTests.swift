import PackFiles
import TestSupport
import Testing

@Suite struct LeftoverTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private var names: [String] {
    get throws { try listDirectory(directory.path) { _ in false }.map(\.path) }
  }

  @Test(arguments: [
    ".pruning-pack.staging-Qm3xZa", ".pruning-pack.staging-Qm3xZa-old", ".pruning-pack.file-Qm3xZa",
    ".pruning-pack.scratch-Qm3xZa-interrupted", ".reference_outputs.json.4711-3405691582",
  ]) func ownNamesAreKnown(name: String) { #expect(TemporaryName.isOwn(name)) }

  @Test(arguments: [
    ".pruning-pack.yml", ".pruning-pack.journal", ".pruning-pack.staging-", ".pruning-pack.staging-a/b",
    ".pruning-pack.staging-ü", "pruning-pack-backup", ".reference_outputs.json.bak",
    ".reference_outputs.json.1-", ".reference_outputs.json.1-2-3", "reference_outputs.json", "",
  ]) func otherNamesAreNot(name: String) { #expect(!TemporaryName.isOwn(name)) }

  @Test func theNextStagingRemovesWhatNobodyWrites() throws {
    try makeDirectory(directory.file(".pruning-pack.staging-killed"))
    _ = try directory.write(".pruning-pack.staging-killed/file", "x")
    _ = try directory.write(".pruning-pack.file-killed", "x")
    let first = try StagedDirectory(for: directory.file("first"))
    // The first one is still at work.
    let second = try StagedDirectory(for: directory.file("second"))
    #expect(try names == [first.path, second.path].map(lastPathComponent).sorted())
    #expect(try LeftoverSweep.run(in: directory.path).allSatisfy { $0.outcome == .inUse })
    try first.commit(replacing: false)
    try second.commit(replacing: false)
    #expect(try names == ["first", "second"])
  }

  @Test func aDryRunRemovesNothing() throws {
    _ = try directory.write(".pruning-pack.file-killed", "x")
    #expect(try LeftoverSweep.run(in: directory.path, isDryRun: true).map(\.outcome) == [.removed])
    #expect(try names == [".pruning-pack.file-killed"])
  }

  /// On a file system without an exchange, a kill between two renames leaves the only copy of a package here.
  @Test func whatMayBeTheOnlyCopyIsKept() throws {
    let pair = [".pruning-pack.staging-killed", ".pruning-pack.staging-killed-old"]
    for name in pair { try makeDirectory(directory.file(name)) }
    for _ in 1...2 {
      #expect(try LeftoverSweep.run(in: directory.path).map(\.outcome) == [.holdsPackage, .holdsPackage])
    }
    #expect(try names == pair)
    try removeTree(directory.file(pair[0]))
    #expect(try LeftoverSweep.run(in: directory.path).map(\.outcome) == [.removed])
  }

  @Test func whatAnUnfinishedRepairNeedsIsKept() throws {
    _ = try directory.write(".pruning-pack.journal", "{}")
    try makeDirectory(directory.file(".pruning-pack.staging-killed"))
    #expect(try LeftoverSweep.run(in: directory.path).map(\.outcome) == [.ofUnfinishedRepair])
    #expect(try names.count == 2)
  }
}

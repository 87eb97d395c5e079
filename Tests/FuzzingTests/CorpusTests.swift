import FuzzPackages
import FuzzReaders
import PackFiles
import TestSupport
import Testing

/// The inputs in Tests/Fuzzing/Corpus, and some changes of each, are read without a trap and keep what is promised.
@Suite struct CorpusTests {
  private static let corpus = joinPath(CommandRun.repository, "Tests/Fuzzing/Corpus")
  /// Changes of an input: few, since a debug build reads slowly.
  private static let changes = 20
  private static let changedSize = 2048

  @Test func everyTargetHasInputs() throws {
    let folders = Set(
      try listDirectory(Self.corpus).filter { $0.kind == .directory }.map(\.path))
    #expect(folders == Set(FuzzTarget.all.map(\.name)))
  }

  @Test(arguments: FuzzTarget.all.map(\.name))
  func theInputsAreReadAndSomeChangesOfThem(name: String) throws {
    let target = try #require(FuzzTarget.all.first { $0.name == name })
    let folder = joinPath(Self.corpus, name)
    let inputs = try listDirectory(folder).filter { $0.kind == .file }.map(\.path).sorted()
    #expect(inputs.count > 2)
    for input in inputs {
      let bytes = try readFile(joinPath(folder, input))
      #expect(bytes.count <= target.sizeLimit)
      let problem = target.check(bytes)
      #expect(problem == nil, "\(name)/\(input)")
      for seed in 0..<(name == "gate" ? 2 : Self.changes) {
        var mutation = FuzzMutation(
          target.language, limit: max(bytes.count, Self.changedSize), seed: UInt64(seed))
        let problem = target.check(mutation.changed(bytes))
        #expect(problem == nil, "\(name)/\(input), seed \(seed)")
      }
    }
  }
}

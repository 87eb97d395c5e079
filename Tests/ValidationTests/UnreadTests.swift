import PackFiles
import PackJSON
import PackValidation
import PackageFixtures
import TestSupport
import Testing

/// What is wrong where no loader reads it is no error.
@Suite struct UnreadTests {
  private func errors(_ change: (TinyPackage) throws -> Void) throws -> [String] {
    let package = try TinyPackage(isRanking: true)
    try change(package)
    return try Verifier.verify(root: package.path, threads: 1).findings.filter { $0.severity == .error }
      .map { "\($0.rule) \($0.problem)" }
  }

  @Test func aDropoutOfTheRoot() throws {
    #expect(try errors { try $0.edit("config.json") { $0["hidden_dropout_prob"] = .int(7) } } == [])
    let found = try errors {
      try $0.edit("ranking_model/config.json") { $0["hidden_dropout_prob"] = .int(7) }
    }
    #expect(found == ["RUN001 hidden_dropout_prob is not a probability"])
  }

  @Test func anIndexBesideModelSafetensors() throws {
    for text in ["{}", "{\"metadata\": {}, \"weight_map\": {\"x\": \"y.safetensors\"}}"] {
      #expect(
        try errors { try writeFile($0.file("ranking_model/model.safetensors.index.json"), text) } == [])
    }
  }

  @Test func aPadTokenIdOfTheRoot() throws {
    #expect(try errors { try $0.edit("config.json") { $0["pad_token_id"] = .int(7) } } == [])
  }
}

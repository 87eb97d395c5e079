import PackFiles
import PackJSON
import TestSupport
import Testing

/// Packages as released versions saved them, kept in Tests/Released.
@Suite struct ReleasedPackageTests {
  private static let directory = joinPath(CommandRun.repository, "Tests/Released")
  private static let modes = ["reranking_pruning", "pruning_only"]

  /// All of them: a directory a version, in it one a mode.
  private static func packages() throws -> [String] {
    let versions = String(decoding: try readFile(joinPath(directory, "digests.txt")), as: UTF8.self)
      .split(separator: "\n").compactMap { $0.split(separator: " ").first }
    return versions.flatMap { version in modes.map { joinPath(directory, "\(version)/\($0)") } }
  }

  /// Rules with errors, and how those that compare with PyTorch went.
  private func verdict(_ package: String) throws -> (run: CommandRun, status: [String: String]) {
    let run = try CommandRun(["verify", package, "--format", "json"])
    let report = try JSONDocument(bytes: Array(run.output.utf8), name: "report").root
    var status: [String: String] = [:]
    for rule in try report.required("rules").elements() {
      status[try rule.string("rule")] = try rule.string("status")
    }
    return (run, status)
  }

  @Test func thereAreSome() throws {
    #expect(try Self.packages().count >= 2)
  }

  @Test(arguments: try packages())
  func passesVerify(package: String) throws {
    let (run, status) = try verdict(package)
    #expect(run.status == 0, "\(run.output)")
    // Its modelling file is known, its weights are those that were recorded, and the command still computes the same.
    for rule in ["PY012", "INT003", "RUN002", "TOK006"] {
      #expect(status[rule] == "passed", "\(rule): \(status[rule] ?? "not there")")
    }
  }

  @Test(arguments: try packages())
  func isBroughtUpToDate(package: String) throws {
    let directory = try TemporaryDirectory()
    let updated = directory.file("updated")
    let saved = try CommandRun(["save", "--from", package, "--output", updated])
    #expect(saved.status == 0, "\(saved.diagnostics)")
    let newest = joinPath(CommandRun.repository, "templates/modeling_pruning_encoder.py")
    #expect(
      try readFile(joinPath(updated, "modeling_pruning_encoder.py")) == readFile(newest),
      "not the newest modelling file; or \(CommandRun.binary) is older than it")
    let (run, status) = try verdict(updated)
    #expect(run.status == 0, "\(run.output)")
    #expect(status["PY012"] == "passed")
    for file in try listDirectory(package).map(\.path) where file.hasSuffix(".safetensors") {
      #expect(try readFile(joinPath(updated, file)) == readFile(joinPath(package, file)), "\(file)")
    }
  }
}

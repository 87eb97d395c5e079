import PackFiles
import PackageFixtures
import TestSupport
import Testing

/// What `save` is told, or takes from the source's card, for the front matter of the package's own.
@Suite struct SavedCardTests {
  private let directory: TemporaryDirectory
  private let model: String
  private let head: String
  private let output: String

  init() throws {
    directory = try TemporaryDirectory()
    model = directory.file("model")
    head = directory.file("head.safetensors")
    output = directory.file("package")
    try TinyModel().write(to: model)
    try TinyModel.writeHead(to: head)
  }

  private func save(_ extra: [String]) throws -> CommandRun {
    try CommandRun(
      ["save", "--ranking-model", model, "--pruning-head", head, "--output", output, "--force"] + extra)
  }

  private func card() throws -> [String] {
    String(decoding: try readFile(joinPath(output, "README.md")), as: UTF8.self).split(separator: "\n").map(
      String.init)
  }

  @Test func anotherLicenceHasANameAndAPlace() throws {
    let options = [
      "--license", "other", "--license-name", "mine: a licence", "--license-link", "https://example.org/l",
    ]
    #expect(try save(options).status == 0)
    let card = try card()
    #expect(card.contains("license: other") && card.contains("license_name: \"mine: a licence\""))
    #expect(card.contains("license_link: \"https://example.org/l\""))
    #expect(!(try CommandRun(["verify", output]).output.contains("CARD002")))
  }

  @Test(arguments: [
    ["--license", "other"], ["--license", "other", "--license-name", "mine"],
    ["--license", "other", "--license-link", "LICENSE"],
    ["--license", "other", "--license-name", "", "--license-link", "LICENSE"],
    ["--license", "mit", "--license-name", "mine"],
  ]) func whatIsMissingOrTooMuchIsAFaultOfTheCommandLine(options: [String]) throws {
    let run = try save(options)
    #expect(run.status == 64)
    #expect(run.diagnostics.contains("--license"))
    #expect(fileKind(output) == nil)
  }

  /// A package without a score has no snippet that asks for one.
  @Test func aPruningOnlyCardDoesNotScore() throws {
    try removeTree(model)
    try TinyModel(isRanking: false).write(to: model)
    let run = try CommandRun([
      "save", "--encoder-model", model, "--pruning-head", head, "--output", output, "--no-verify",
    ])
    #expect(run.status == 0, "\(run.diagnostics)")
    let card = try card()
    #expect(card.contains { $0.hasPrefix("pruning-pack prune ") })
    #expect(!card.contains { $0.contains("pruning-pack score") || $0.contains("Relevance score") })
    try removeTree(output)
    try removeTree(model)
    try TinyModel().write(to: model)
    _ = try save(["--no-verify"])
    #expect(try self.card().contains { $0.hasPrefix("pruning-pack score ") })
  }

  @Test func theSourcesCardKnowsTheRest() throws {
    let front =
      "---\nlicense: other\nlicense_name: theirs\ndatasets: [org/pairs, /home/me/pairs, triples]\n---\n"
    try writeFile(joinPath(model, "README.md"), front)
    // The source does not say where its licence is.
    let run = try save([])
    #expect(run.status == 1 && run.diagnostics.contains("CARD002"))
    #expect(try save(["--license-link", "LICENSE"]).status == 0)
    let card = try card()
    #expect(card.contains("license_name: theirs") && card.contains("license_link: LICENSE"))
    #expect(card.contains("datasets: [org/pairs, triples]"))
  }
}

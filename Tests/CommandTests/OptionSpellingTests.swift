import PackFiles
import PackageFixtures
import TestSupport
import Testing

/// The library names options by a type; what the user of the command reads are flags.
@Suite struct OptionSpellingTests {
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
    try CommandRun(["save", "--ranking-model", model, "--pruning-head", head, "--output", output] + extra)
  }

  static let misfits: [([String], String, Int32)] = [
    (["--max-length", "100000"], "--max-length does not fit the model: expected 4 to ", 1),
    (
      ["--activation", "softmax"],
      "--activation does not fit the classifier: expected sigmoid or identity for one label, found softmax", 1
    ),
    (
      ["--hidden-state-source", "pre_final_norm"],
      "--hidden-state-source does not fit the model: expected last_hidden_state (bert has no final norm), found pre_final_norm",
      1
    ),
    (
      ["--name", "a!"],
      "pruning-pack: --name: invalid model name: expected a text without quotes, backslashes, $, ` and !, found \"a!\"",
      1
    ),
    (
      ["--license", "other", "--license-link", "LICENSE"],
      "pruning-pack: --license: the license `other` needs a name and a link: expected --license-name\n",
      64
    ),
    (
      ["--license", "other", "--license-name", "mine"],
      "pruning-pack: --license: the license `other` needs a name and a link: expected --license-link\n",
      64
    ),
  ]

  @Test(arguments: misfits)
  func whatDoesNotFitIsAFlag(options: [String], message: String, status: Int32) throws {
    let run = try save(options)
    #expect(run.status == status)
    #expect(run.diagnostics.contains(message), "\(run.diagnostics)")
  }

  @Test func whatIsLackingIsAFlag() throws {
    let encoder = try CommandRun(["save", "--encoder-model", model, "--output", output])
    #expect(encoder.status == 64)
    #expect(encoder.diagnostics.hasSuffix("the source has no pruning head: expected --pruning-head\n"))
    let ranker = try CommandRun(["save", "--from", model, "--output", output])
    #expect(ranker.status == 1)
    #expect(
      ranker.diagnostics.hasSuffix(
        "; a package needs a head: expected --pruning-head with a head that was trained on this model\n"))
  }

  @Test func whatOverridesIsAFlag() throws {
    let first = try save([])
    #expect(first.status == 0)
    #expect(first.diagnostics.contains("no base model recorded; set --base-model\n"))
    #expect(first.diagnostics.contains("no license recorded; set --license\n"))
    #expect(try save([]).diagnostics.hasSuffix("the output already exists; --force replaces it\n"))
    let other = directory.file("other")
    let own = try CommandRun(["save", "--from", output, "--pruning-head", head, "--output", other])
    #expect(own.diagnostics.contains("the pruning head comes from --pruning-head, not from the source\n"))
    var broken = TinyModel()
    broken.tensorChanges = { $0[0].values[0] = .nan }
    try removeTree(model)
    try broken.write(to: model)
    #expect(
      try save(["--force"]).diagnostics.hasSuffix(
        "the package has errors and was not written; --no-verify writes it anyway\n"))
  }

  /// Whatever the library calls an option, the command has a flag of that name.
  @Test func everyFlagIsThere() throws {
    let help = try CommandRun(["save", "--help"]).output
    let source = try readFile(
      joinPath(CommandRun.repository, "Sources/pruning-pack/Support/SaveOption+Flag.swift"))
    let flags = String(decoding: source, as: UTF8.self).split(separator: "\"").filter { $0.hasPrefix("--") }
    #expect(flags.count > 10)
    for flag in flags { #expect(help.contains("  \(flag) ") || help.contains("  \(flag)\n"), "\(flag)") }
  }
}

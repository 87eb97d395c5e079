import PackFiles
import PackageFixtures
import TestSupport
import Testing

/// A mistyped word is named, with the nearest one, before anything else is asked for.
@Suite struct MisspellingTests {
  static let misspelled: [([String], [String])] = [
    (
      ["save", "--ranking_model", "x"],
      ["Unknown option '--ranking_model'. Did you mean '--ranking-model'?", "Usage: pruning-pack save "]
    ),
    (["save", "--outptu=x"], ["Unknown option '--outptu'. Did you mean '--output'?"]),
    (["verify", "--formt", "json"], ["Unknown option '--formt'. Did you mean '--format'?"]),
    (["export", "--force"], ["Unknown option '--force'."]),
    (["save", "extra"], ["Unexpected argument 'extra'."]),
    (["--versoin"], ["Unknown option '--versoin'. Did you mean '--version'?"]),
    (
      ["verfy", "x"], ["Unknown command 'verfy'. Did you mean 'verify'?", "Usage: pruning-pack <subcommand>"]
    ),
    (["xyzzy"], ["Unknown command 'xyzzy'."]),
    (
      ["verify", "--format", "jsno"],
      ["Unknown value 'jsno' for '--format'. Did you mean 'json'? Known: text, "]
    ),
    (["rules", "--format=makrdown"], ["Unknown value 'makrdown' for '--format'. Did you mean 'markdown'?"]),
    (["save", "--dtype", "bfloat61"], ["Unknown value 'bfloat61' for '--dtype'. Did you mean 'bfloat16'?"]),
    (["ci", "githb"], ["Unknown value 'githb' for '<system>'. Did you mean 'github'?"]),
    (["verify", "x", "--report", "jsn=y"], ["Unknown format 'jsn'. Did you mean 'json'?"]),
    (["verify", "x", "--severity", "CFG001=eror"], ["Unknown level 'eror'. Did you mean 'error'?"]),
    (["verify", "x", "--severity", "CFG0001=error"], ["There is no rule 'CFG0001'. Did you mean 'CFG001'?"]),
    (["verify", "x", "--ignore", "local-pth"], ["There is no rule 'local-pth'. Did you mean 'local-path'?"]),
    (["explain", "CFG0007"], ["There is no rule 'CFG0007'. Did you mean 'CFG007'?"]),
    (
      ["save", "--from", "x", "--output", "y", "--license", "apache2"],
      ["unknown license \"apache2\"; did you mean \"apache-2.0\"?"]
    ),
    (["save", "--from", "x", "--output", "y", "--license", "xyzzy"], ["use `other` for a license without"]),
    (
      ["save", "--from", "x", "--output", "y", "--language", "english"],
      ["unknown language \"english\"; did you mean \"en\"?"]
    ),
  ]

  @Test(arguments: misspelled) func theNearestWordIsOffered(arguments: [String], texts: [String]) throws {
    let run = try CommandRun(arguments)
    #expect(run.status == 64 && run.output.isEmpty)
    for text in texts { #expect(run.diagnostics.contains(text), "\(run.diagnostics)") }
  }

  /// What the parser says better is left to it, and a value may look like anything.
  @Test func whatIsNotMisspelledIsTheParsersToSay() throws {
    #expect(try CommandRun(["verify", "x", "--format"]).diagnostics.contains("Missing value for '--format"))
    #expect(try CommandRun(["save"]).diagnostics.contains("Missing expected argument '--output"))
    #expect(try CommandRun(["verify", "verfy"]).status == 2)
    #expect(try CommandRun(["save", "--help"]).status == 0)
    #expect(try CommandRun(["help", "save"]).status == 0)
  }

  /// A license or a language that this version does not know yet can be packed all the same.
  @Test func withoutVerificationAnyLicenseIsTaken() throws {
    let directory = try TemporaryDirectory()
    let (model, head) = (directory.file("model"), directory.file("head.safetensors"))
    try TinyModel().write(to: model)
    try TinyModel.writeHead(to: head)
    let run = try CommandRun([
      "save", "--ranking-model", model, "--pruning-head", head, "--output", directory.file("package"),
      "--license", "new-license-2.0", "--language", "xyz", "--no-verify",
    ])
    #expect(run.status == 0, "\(run.diagnostics)")
  }

  /// `export` shares its errors with `save`, and has none of its options.
  @Test func exportAdvisesOnlyWhatItHas() throws {
    let directory = try TemporaryDirectory()
    let (package, output) = (try TinyPackage(), directory.file("ranker"))
    try makeDirectory(output)
    let exists = try CommandRun(["export", package.path, "--output", output])
    #expect(exists.status == 1 && exists.diagnostics.hasSuffix("the output already exists\n"))
    try removeTree(package.file("pruning_head"))
    let headless = try CommandRun(["export", package.path, "--output", directory.file("other")])
    #expect(headless.status == 1 || headless.status == 64)
    #expect(headless.diagnostics.contains("`pruning-pack save --pruning-head`"), "\(headless.diagnostics)")
  }
}

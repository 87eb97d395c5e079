import PackFiles
import PackJSON
import PackageFixtures
import TestSupport
import Testing

/// What whoever runs the gate decides about it, by options and by a settings file.
@Suite struct SettingsTests {
  private let directory: TemporaryDirectory
  private let package: TinyPackage

  /// A package with one warning, LAY002.
  init() throws {
    directory = try TemporaryDirectory()
    package = try TinyPackage.recorded()
    try makeDirectory(package.file("encoder_model"))
  }

  private func verify(_ extra: [String] = [], in place: String? = nil) throws -> CommandRun {
    try CommandRun(["verify", package.path] + extra, directory: place ?? directory.path)
  }

  private func settings(_ text: String) throws -> String { try directory.write(".pruning-pack.yml", text) }

  @Test func theLevelDecides() throws {
    #expect(try verify().status == 0)
    #expect(try verify(["--strict"]).status == 1)
    #expect(try verify(["--severity", "LAY002=error"]).status == 1)
    #expect(try verify(["--strict", "--severity", "LAY002=suggestion"]).status == 0)
    let off = try verify(["--strict", "--severity", "LAY002=off"])
    #expect(off.status == 0)
    #expect(off.output.contains("LAY002 is ignored (--severity)"))
    #expect(try verify(["--strict", "--ignore", "LAY002"]).status == 0)
  }

  @Test func theWorkingDirectorysFileIsRead() throws {
    _ = try settings("strict: true\nseverity:\n  LAY002: warning # as it is\n")
    let strict = try verify()
    #expect(strict.status == 1)
    #expect(strict.output.contains("settings were read from .pruning-pack.yml"))
    #expect(strict.output.contains("LAY002 is graded warning (.pruning-pack.yml), 1 finding"))
    let elsewhere = try TemporaryDirectory()
    #expect(try verify(in: elsewhere.path).status == 0)
  }

  @Test func anOptionWinsOverTheFile() throws {
    _ = try settings("ignore:\n- LAY002\n")
    #expect(try verify(["--strict"]).status == 0)
    let run = try verify(["--severity", "LAY002=error"])
    #expect(run.status == 1)
    #expect(run.output.contains("(--severity)") && !run.output.contains("is ignored"))
  }

  @Test func aNamedFileTakesTheOthersPlace() throws {
    _ = try settings("ignore: [LAY002]")
    let other = try directory.write("other.yml", "strict: true\n")
    #expect(try verify(["--config", other]).status == 1)
    #expect(try verify(["--config", try directory.write("empty.yml", "# nothing\n")]).status == 0)
  }

  /// Whoever made the package has no say in its gate, wherever the gate is started.
  @Test func thePackagesOwnFileIsNotRead() throws {
    try writeFile(package.file(".pruning-pack.yml"), "ignore: [LAY002]\nnonsense: true\n")
    for place in [package.path, directory.path] {
      let run = try verify(["--strict"], in: place)
      #expect(run.status == 1)
      // The path may be as long as a line.
      let words = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.contains("is the package's own and was not read"))
      #expect(!run.output.contains("is ignored"))
    }
    try overwriteFile(package.file(".pruning-pack.yml"), Array("ignore: [LAY002]\n".utf8))
    let named = try verify(["--strict", "--config", package.file(".pruning-pack.yml")])
    #expect(named.output.contains("LAY002 is ignored"))
    #expect(!named.output.contains("was not read"))
  }

  /// Wherever the package is called from, and whatever it is called.
  @Test func noWayLeadsToThePackagesOwnFile() throws {
    try writeFile(package.file(".pruning-pack.yml"), "ignore: [LAY002]\n")
    let link = directory.file("link")
    try makeLink(link, to: package.path)
    let other = try TinyPackage()
    try makeDirectory(other.file("encoder_model"))
    let runs: [([String], String)] = [
      (["."], package.path), (["./"], package.path), ([".."], package.file("ranking_model")),
      (["../package/."], package.path), ([link], package.path), ([package.path], link),
      // The file of one package decides about no other either.
      ([other.path, "."], package.path), ([".", other.path], package.path),
    ]
    for (arguments, place) in runs {
      let run = try CommandRun(["verify", "--strict"] + arguments, directory: place)
      #expect(run.status == 1 && !run.output.contains("is ignored"), "\(arguments) in \(place)")
    }
    // A link in the working directory that leads into the package makes the file no other.
    try makeLink(directory.file(".pruning-pack.yml"), to: package.file(".pruning-pack.yml"))
    #expect(try verify(["--strict"]).status == 1)
  }

  @Test func noFileIsReadOnRequest() throws {
    _ = try settings("strict: true\nnonsense: 1\n")
    #expect(try verify().status == 64)
    #expect(try verify(["--no-config"]).status == 0)
    #expect(try verify(["--no-config", "--config", directory.file("x.yml")]).status == 64)
  }

  @Test func aRunThatJudgesNothingDoesNotPass() throws {
    let rules = try CommandRun(["rules", "--format", "json"]).output
    let ids = try JSONDocument(bytes: Array(rules.utf8), name: "rules").root.elements().map {
      try $0.string("id")
    }
    let run = try verify(ids.flatMap { ["--ignore", $0] })
    #expect(run.status == 2)
    #expect(run.diagnostics.contains("no rule was judged"))
    #expect(!run.output.contains("PASSED"))
  }

  @Test(arguments: [
    ("strikt: true", "$.strikt, byte 0"), ("strict: yes please", "$.strict"), ("strict: 1", "true or false"),
    ("# é\nignore: [LAY002, XYZ001]", "$.ignore[1], byte 22"), ("ignore: LAY002", "a list of rules"),
    ("severity: [LAY002]", "a mapping"), ("severity: {LAY002: fatal}", "$.severity.LAY002"),
    ("severity:\n  NOPE: error", "$.severity.NOPE, byte 12"), ("- a", "a mapping"),
    ("a: [", "not valid YAML"),
    ("strict: true\nstrict: false", "duplicate key"),
    ("ignore: [LAY002]\nseverity: {LAY002: error}", "LAY002 is set twice"),
    ("severity: {LAY002: error}\nignore: [LAY002]", "LAY002 is set twice"),
  ]) func aWrongFileIsMisuse(text: String, message: String) throws {
    let path = try settings(text)
    for extra in [[], ["--config", path]] {
      let run = try verify(extra)
      #expect(run.status == 64, "\(run.diagnostics)")
      #expect(
        run.diagnostics.contains(".pruning-pack.yml") && run.diagnostics.contains(message),
        "\(run.diagnostics)")
      #expect(run.output.isEmpty)
    }
  }

  @Test func whatCannotBeReadEndsWithTwo() throws {
    #expect(try verify(["--config", directory.file("absent.yml")]).status == 2)
    try makeDirectory(directory.file(".pruning-pack.yml"))
    #expect(try verify().status == 2)
  }

  @Test(arguments: [
    ["--severity", "LAY002"], ["--severity", "LAY002=fatal"], ["--severity", "NOPE=error"],
    ["--ignore", "NOPE"],
    ["--report", "text"], ["--report", "docx=x"], ["--report", "json="],
    ["--report", "json=x", "--report", "text=x"], ["--format", "pdf"],
  ]) func misuseEndsWith64(arguments: [String]) throws {
    #expect(try verify(arguments).status == 64)
  }

  @Test func reportsReplaceFilesWhole() throws {
    let file = try directory.write("report.json", String(repeating: "x", count: 100_000))
    #expect(try verify(["--report", "json=report.json"]).status == 0)
    #expect(try JSONDocument(readingFile: file).root.string("verdict") == "passed")
    #expect(try listDirectory(directory.path).map(\.path) == ["report.json"])
    #expect(try verify(["--report", "json=no/such/place"]).status == 2)
    #expect(try verify(["--report", "json=\(directory.path)"]).status == 2)
    #expect(try verify(["--quiet", "--report", "github=/dev/null"]).status == 0)
  }
}

import PackFiles
import PackJSON
import PackValidation
import PackageFixtures
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What `verify` says of a directory as a whole.
@Suite struct VerifierTests {
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

  @Test func aPackageThatChangesMeanwhileHasNoReport() throws {
    MappedFile.survivesFaults()
    // What no rule opens a second time, what is mapped, and what comes or goes.
    let changes: [(file: String, change: @Sendable (String) -> Void)] = [
      ("README.md", { #expect(truncate($0, 0) == 0) }),
      ("ranking_model/model.safetensors", { #expect(truncate($0, 5000) == 0) }),
      ("tokenizer.json", { #expect(unlink($0) == 0) }),
      ("notes.txt", { #expect(mkfifo($0, 0o600) == 0) }),
    ]
    for (file, change) in changes {
      let package = try TinyPackage()
      let path = package.file(file)
      let model = try FaultyEncoder(package.path) { prediction, _, run in
        if run == 0 { change(path) }
        return prediction
      }
      let error = #expect(throws: FileError.self) {
        try Verifier.verify(PackageInspection(root: package.path, threads: 1, model: model))
      }
      #expect(error?.code == .changedWhileReading)
      #expect(error?.place.file == file)
    }
  }

  @Test func whatChangedSinceTheReportIsNotRepaired() throws {
    let package = try TinyPackage()
    _ = try writeFile(package.file(".env"), "")
    let report = try Verifier.verify(root: package.path, threads: 1)
    #expect(truncate(package.file("README.md"), 0) == 0)
    let error = #expect(throws: FileError.self) { try PackageFixer.prepare(report, threads: 1) }
    #expect(error?.place.file == "README.md")
  }

  @Test func ignoredRulesAreNamed() throws {
    let package = try TinyPackage.recorded()
    try package.edit("ranking_model/config.json") { $0["torch_dtype"] = .string("bfloat16") }
    var settings = VerifySettings()
    settings.ignored = ["CFG013"]
    let report = try Verifier.verify(root: package.path, threads: 1, settings: settings)
    #expect(report.passes(strict: true))
    #expect(report.outcomes.contains { $0.rule == "CFG013" && $0.status == .ignored })
    #expect(report.text(strict: true, isColored: false).contains("CFG013 is ignored"))
  }
}

import PackFiles
import PackJSON
import PackValidation
import PackageFixtures
import Testing

/// A secret that was found is shown nowhere.
@Suite struct SecretMaskTests {
  /// Nobody's: the parts are joined here, so that no scanner takes this file for a leak.
  private static let token = "hf_" + "aBcDeFgHiJkLmNoPqRsTuVwXyZ01234567"
  private static let awsKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + "zRt5w9QmKe"
  private static let keyLine = "MIIEvQIBADANBgkqhkiG9w0BAQ" + "EFAASCBKcwggSjAgEAAoIBAQ"
  private static let privateKey =
    "-----BEGIN " + "PRIVATE KEY-----\n\(keyLine)\n\(keyLine)\n-----END " + "PRIVATE KEY-----"

  private func report(_ secret: String, named name: String = "note") throws -> VerifyReport {
    let package = try TinyPackage()
    try package.edit("config.json") { $0[name] = .string(secret) }
    return try Verifier.verify(root: package.path, threads: 1)
  }

  @Test func whatWasFoundIsMasked() throws {
    let report = try report(Self.token)
    #expect(report.findings.contains { $0.rule == "SEC003" && $0.found == "hf_…" })
    #expect(report.mask("a \(Self.token), b") == "a hf_…, b")
    // In the midst of a word, and cut short, as a message has it.
    #expect(report.mask("-\(Self.token)") == "-hf_…")
    #expect(report.mask("x\(Self.token.prefix(20))…") == "xhf_……")
    #expect(report.mask("nothing: hf_, 日本語 [SEP]") == "nothing: hf_, 日本語 [SEP]")
  }

  @Test func keysAreMaskedLineByLine() throws {
    let report = try report(Self.privateKey)
    #expect(report.findings.contains { $0.rule == "SEC003" })
    for text in [
      Self.privateKey, "+\(Self.keyLine)", "\\n\(Self.keyLine)\\n", "\\u{a}\(Self.keyLine.prefix(20))",
    ] {
      #expect(!report.mask(text).contains(Self.keyLine.prefix(12)), "\(report.mask(text))")
    }
    let aws = try self.report(Self.awsKey, named: "aws_secret_access_key")
    #expect(aws.mask("found \"\(Self.awsKey)\"") == "found \"…\"")
  }

  /// Whatever a rule says of a value: the field that is wrong holds the token.
  @Test(arguments: [
    "model_type", "_name_or_path", "transformers_version", "mode", "max_length", "architectures",
  ])
  func noOtherFindingShowsIt(key: String) throws {
    let package = try TinyPackage()
    for file in ["config.json", "ranking_model/config.json", "tokenizer_config.json"] {
      try package.edit(file) { $0[key] = .string("/home/x/" + Self.token) }
    }
    let report = try Verifier.verify(root: package.path, threads: 1)
    let options = ReportOptions(toolVersion: "0", workingDirectory: "/")
    for format in ReportFormat.allCases {
      let text = format.render([.verified(report)], options)
      #expect(!text.contains(Self.token.prefix(12)), "\(format)")
    }
    if let fix = try PackageFixer.prepare(report, threads: 1) {
      #expect(!fix.diff.contains(Self.token.prefix(12)))
      #expect(!fix.after.text(strict: false, isColored: false).contains(Self.token.prefix(12)))
    }
  }

  @Test func aRunThatJudgesNothingIsNoVerdict() throws {
    let package = try TinyPackage()
    var settings = VerifySettings()
    settings.ignored = Set(RuleCatalogue.rules.map(\.id))
    let error = #expect(throws: GateError.self) {
      try Verifier.verify(root: package.path, threads: 1, settings: settings)
    }
    #expect(error?.problem == "no rule was judged")
  }
}

import PackJSON
import PackValidation
import PackageFixtures
import TestSupport
import Testing

/// A tokenizer's class that is proven by a recording, and one that is not.
@Suite struct TokenizerSettingsTests {
  private func findings(_ package: TinyPackage) throws -> [String] {
    try Verifier.verify(root: package.path, threads: 1).findings.map { "\($0.rule) \($0.severity.rawValue)" }
  }

  private func editSettings(of package: TinyPackage, _ change: (inout JSONObject) -> Void) throws {
    for file in ["tokenizer_config.json", "ranking_model/tokenizer_config.json"] {
      try package.edit(file, change)
    }
  }

  /// Version 5 gave our ids with the class, version 4 would have taken the file whatever the class.
  @Test(arguments: [("5.23.0", false), ("4.52.4", true), ("", true)])
  func aClassThatGaveTheSameIDsMayStay(version: String, isDoubtful: Bool) throws {
    let package = try TinyPackage.recorded()
    try editSettings(of: package) { $0["tokenizer_class"] = .string("FunnelTokenizerFast") }
    try package.edit("reference_outputs.json") { reference in
      guard case .object(var versions)? = reference["versions"] else { return }
      versions["transformers"] = .string(version)
      reference["versions"] = .object(versions)
    }
    #expect(try findings(package) == (isDoubtful ? ["TOK007 error", "TOK007 error"] : []))
  }

  /// Computed, whatever is recorded: both versions make the file's ids with it, and `prepare_for_model` the file's pairs.
  @Test(arguments: ["BertTokenizerFast", "BertTokenizer", "ElectraTokenizerFast", "PreTrainedTokenizerFast"])
  func aClassThatMakesTheSameTokenizerMayStay(name: String) throws {
    let package = try TinyPackage.recorded()
    try editSettings(of: package) { $0["tokenizer_class"] = .string(name) }
    try package.edit("reference_outputs.json") { $0["versions"] = nil }
    #expect(try findings(package).filter { $0.hasPrefix("TOK") } == [])
  }

  @Test func idsThatDifferProveNothing() throws {
    let package = try TinyPackage.recorded()
    try editSettings(of: package) { $0["tokenizer_class"] = .string("FunnelTokenizerFast") }
    try package.edit("reference_outputs.json") { reference in
      guard case .array(var cases)? = reference["cases"], case .object(var first) = cases[0],
        case .array(var ids)? = first["input_ids"]
      else { return }
      ids[1] = .int(4)
      first["input_ids"] = .array(ids)
      cases[0] = .object(first)
      reference["cases"] = .array(cases)
    }
    #expect(Set(try findings(package)) == ["TOK006 error", "TOK007 error"])
  }
}

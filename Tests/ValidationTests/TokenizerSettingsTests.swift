import PackJSON
import PackValidation
import PackageFixtures
import TestSupport
import Testing

/// Settings of a tokenizer that look like defects and are none, and the class that is proven by a recording.
@Suite struct TokenizerSettingsTests {
  private func findings(_ package: TinyPackage) throws -> [String] {
    try Verifier.verify(root: package.path, threads: 1).findings.map { "\($0.rule) \($0.severity.rawValue)" }
  }

  private static func token(_ text: String) -> JSONValue {
    .object([
      "__type": .string("AddedToken"), "content": .string(text), "lstrip": .bool(false),
      "special": .bool(true),
    ])
  }

  /// The forms that both lines of transformers read: `save_pretrained` of version 4 writes them.
  @Test(arguments: ["pad_token", "sep_token", "cls_token", "mask_token"]) func aTokenMayBeAnObject(
    key: String
  ) throws {
    let package = try TinyPackage(isRanking: true)
    let name = "[\(key.prefix { $0 != "_" }.uppercased())]"
    try Defect.settings(package) { $0[key] = Self.token(name) }
    #expect(try findings(package).isEmpty)
  }

  @Test func additionalTokensMayBeObjects() throws {
    let package = try TinyPackage(isRanking: true)
    try Defect.settings(package) {
      $0["additional_special_tokens"] = .array([Self.token("[MASK]"), .string("[SEP]")])
    }
    #expect(try findings(package).isEmpty)
  }

  @Test func namedTokensMayBeObjects() throws {
    let package = try TinyPackage(isRanking: true)
    try Defect.settings(package) { $0["extra_special_tokens"] = .object(["mask": Self.token("[MASK]")]) }
    #expect(try findings(package).isEmpty)
  }

  /// Version 5 gave our ids with the class, version 4 would have taken the file whatever the class.
  @Test(arguments: [("5.23.0", false), ("4.52.4", true), ("", true)])
  func aClassThatGaveTheSameIDsMayStay(version: String, isDoubtful: Bool) throws {
    let package = try ReferenceTests.recorded()
    try Defect.settings(package) { $0["tokenizer_class"] = .string("BertTokenizerFast") }
    try package.edit("reference_outputs.json") { reference in
      guard case .object(var versions)? = reference["versions"] else { return }
      versions["transformers"] = .string(version)
      reference["versions"] = .object(versions)
    }
    #expect(try findings(package) == (isDoubtful ? ["TOK007 warning", "TOK007 warning"] : []))
  }

  @Test func idsThatDifferProveNothing() throws {
    let package = try ReferenceTests.recorded()
    try Defect.settings(package) { $0["tokenizer_class"] = .string("BertTokenizerFast") }
    try package.edit("reference_outputs.json") { reference in
      guard case .array(var cases)? = reference["cases"], case .object(var first) = cases[0],
        case .array(var ids)? = first["input_ids"]
      else { return }
      ids[1] = .int(4)
      first["input_ids"] = .array(ids)
      cases[0] = .object(first)
      reference["cases"] = .array(cases)
    }
    #expect(Set(try findings(package)) == ["TOK006 error", "TOK007 warning"])
  }
}

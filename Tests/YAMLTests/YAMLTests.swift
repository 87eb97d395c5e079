import PackFiles
import PackYAML
import Testing

@Suite struct YAMLTests {
  private func read(_ text: String) throws -> YAMLValue {
    try YAMLValue(yaml: Array(text.utf8), at: Place(file: "README.md", byteOffset: 4))
  }

  @Test func readsWhatCardsHave() throws {
    let card = try read(
      """
      license: apache-2.0
      language:
      - en
      - "no"
      tags: [a, 'b']
      base_model: &base org/model
      other: *base
      """)
    #expect(card["license"]?.string == "apache-2.0")
    #expect(card["language"]?.strings == ["en", "no"])
    #expect(card["tags"]?.strings == ["a", "b"])
    #expect(card["other"]?.string == "org/model")
  }

  /// Where a key stands twice, the last one counts; settings are refused.
  @Test func aKeyMayStandTwiceInACard() throws {
    #expect(try read("a: x\na: y")["a"]?.string == "y")
    #expect(throws: YAMLError.self) {
      try YAMLDocument(yaml: Array("a: x\na: y".utf8), at: Place(file: "s.yml"), duplicates: .refused)
    }
  }

  @Test func mergedMembersAreOverridden() throws {
    let card = try read("a: &a {k: x, l: y}\nb:\n  k: z\n  <<: [*a, {l: w, m: v}]\n")
    #expect(card["b"]?["k"]?.string == "z")
    #expect(card["b"]?["l"]?.string == "y")
    #expect(card["b"]?["m"]?.string == "v")
  }

  @Test func norwayIsATruthValueUnlessQuoted() throws {
    let card = try read("a: no\nb: 'no'\nc: ~\nd: 3\ne:")
    #expect(card["a"]?.isBoolean == true)
    #expect(card["a"]?.string == nil)
    #expect(card["b"]?.string == "no")
    #expect(card["c"]?.isNull == true)
    #expect(card["d"]?.string == nil)
    #expect(card["e"]?.isNull == true)
  }

  @Test(arguments: [
    "a: [", "a: b: c", "\t- x", "? [a]\n: b", "*x", "a: 1\n--- \nb: 2", "a: &x 1\nb: &x 2", "a: &x [*x]",
    "a: 2024-13-45", "a: !local b", "a: =", "a: <<", "<<: a", "a:\tb", "a: 0b_", "a: !!int b", "a: \u{7}",
    String(repeating: "[", count: 100_000),
    // Aliases make a document as deep, or as large, as they like.
    "- &a0 [1]\n" + (1..<60_000).map { "- &a\($0) [*a\($0 - 1)]\n" }.joined(),
    "x: &a0 [1]\ny:\n" + (1..<1000).map { "- &a\($0) {k: *a\($0 - 1)}\n" }.joined(),
    "a0: &a0 x\n"
      + (1..<30).map {
        "a\($0): &a\($0) [\(Array(repeating: "*a\($0 - 1)", count: 9).joined(separator: ", "))]\n"
      }.joined(),
  ])
  func refusesTheRest(text: String) {
    let error = #expect(throws: YAMLError.self) { try read(text) }
    #expect(error?.place.file == "README.md")
    #expect((error?.place.byteOffset ?? 0) >= 4)
  }

  @Test func aliasesOfAFewLevelsAreRead() throws {
    let text = "- &a0 [1]\n" + (1..<61).map { "- &a\($0) [*a\($0 - 1)]\n" }.joined()
    guard case .sequence(let values) = try read(text) else {
      Issue.record("no sequence")
      return
    }
    #expect(values.count == 61)
  }

  @Test func knowsWhereEachValueStands() throws {
    let text = "# größer\nignore:\n- A\n- B\nseverity: {C: {d: [x]}}\n"
    let document = try YAMLDocument(yaml: Array(text.utf8), at: Place(file: "settings.yml"))
    let bytes = Array(text.utf8)
    for (path, rest) in [
      ("$", "ignore:"), ("$.ignore", "ignore:"), ("$.ignore[1]", "B\n"), ("$.severity.C", "C:"),
      ("$.severity.C.d[0]", "x]"),
    ] {
      let offset = try #require(document.place(of: path).byteOffset)
      #expect(bytes[offset...].starts(with: rest.utf8), "\(path)")
    }
    #expect(document.place(of: "$.absent").byteOffset == nil)
  }

  @Test func anErrorsOffsetCountsBytes() {
    let text = "é: ü\né: [b\n"
    let error = #expect(throws: YAMLError.self) {
      try YAMLValue(yaml: Array(text.utf8), at: Place(file: "x"))
    }
    #expect(error?.place.byteOffset == text.utf8.count)
  }
}

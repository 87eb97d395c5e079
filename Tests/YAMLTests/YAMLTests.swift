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
    "a: [", "a: b: c", "\t- x", "a: 1\na: 2", "? [a]\n: b", "*x", "a: 1\n--- \nb: 2",
    String(repeating: "[", count: 100_000),
    // Aliases make a document as deep, or as large, as they like.
    "- &a [1]\n" + String(repeating: "- &a [*a]\n", count: 60_000),
    "x: &a [1]\ny:\n" + String(repeating: "- &a {k: *a}\n", count: 1000),
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
    let text = "- &a [1]\n" + String(repeating: "- &a [*a]\n", count: 60)
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

  /// libyaml counts characters.
  @Test func anErrorsOffsetCountsBytes() {
    let text = "é: ü\né: [b\n"
    let error = #expect(throws: YAMLError.self) {
      try YAMLValue(yaml: Array(text.utf8), at: Place(file: "x"))
    }
    #expect(error?.place.byteOffset == text.utf8.count)
  }
}

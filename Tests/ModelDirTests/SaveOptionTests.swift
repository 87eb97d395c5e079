import ModelDir
import PackFiles
import Testing

/// How texts name options.
@Suite struct SaveOptionTests {
  @Test func optionsAreTheProperties() {
    let options = SaveOptions(source: .knownLayout("x"), output: "y")
    let properties = Set(Mirror(reflecting: options).children.compactMap(\.label))
    let named = Set(SaveOption.allCases.map(\.rawValue))
    #expect(named.subtracting(properties) == ["accept"])
    #expect(properties.subtracting(named) == ["source"])
  }

  @Test func aTextIsSpelledByItsReader() {
    let limit = 3
    let text: SaveText = "\(.maximumLength) is not \(limit) (\(.threshold))"
    #expect("\(text)" == "maximumLength is not 3 (threshold)")
    #expect(text.spelled { "--\($0.rawValue.lowercased())" } == "--maximumlength is not 3 (--threshold)")
    let nested: SaveText = "see: \(text)"
    #expect(nested.spelled { _ in "?" } == "see: ? is not 3 (?)")
  }

  @Test func anErrorIsSpelledByItsReader() {
    let error = ModelDirError(
      .missingOption, at: .license, problem: "no name", expected: "\(.licenseName)", found: "mit")
    #expect(error.description == "license: no name: expected licenseName, found mit")
    let spelled = error.spelled { "--\($0.rawValue)" }
    #expect(spelled.description == "--license: no name: expected --licenseName, found mit")
    #expect(spelled.code == error.code)
    let file = ModelDirError(.refused, at: Place(file: "a"), problem: "wrong")
    #expect(file.spelled { _ in "?" }.description == "a: wrong")
  }
}

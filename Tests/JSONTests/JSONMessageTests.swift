import PackFiles
import PackJSON
import Testing

/// Values as messages quote them.
@Suite struct JSONMessageTests {
  private func node(_ text: String) throws -> JSONNode {
    try JSONDocument(bytes: Array(#"{"a": \#(text)}"#.utf8), name: "x.json").root.required("a")
  }

  @Test(arguments: [
    ("7", "7"), (#""abc""#, #""abc""#), ("1e-12", "1e-12"), ("null", "null"),
    ("[\n    \"a\",\n    1\n  ]", #"["a", 1]"#), ("{\n \"k\" : {} }", #"{"k": {}}"#),
    (#""a\nb""#, #""a\nb""#),
  ]) func aValueIsQuotedOnceAndOnOneLine(text: String, message: String) throws {
    #expect(try node(text).messageText == message)
  }

  @Test func aLongValueIsCut() throws {
    let text = try node("\"\(String(repeating: "é", count: 500))\"").messageText
    #expect(text.count == 120 && text.hasSuffix("é…"))
    #expect(try node("[\(String(repeating: "1, ", count: 5000))1]").messageText == "an array")
  }

  @Test func aMissingKeyHasThePlaceWhereItWouldStand() throws {
    let root = try JSONDocument(bytes: Array(#"{"a": {"b": 1}}"#.utf8), name: "x.json").root
    #expect(root.place(of: "a").byteOffset == 6)
    #expect(try root.required("a").place(of: "c").jsonPath == "$.a.c")
    #expect(root.place(of: "c").byteOffset == nil)
  }
}

import PackJSON
import Testing

@Suite struct JSONEditingTests {
  private func document(_ text: String) throws -> JSONDocument {
    try JSONDocument(bytes: Array(text.utf8), name: "test.json")
  }

  private func replaced(_ text: String, _ key: String, _ value: JSONValue) throws -> String {
    let document = try document(text)
    return String(decoding: document.replacing(try document.root.required(key), with: value), as: UTF8.self)
  }

  private func added(_ text: String, _ key: String, _ value: JSONValue) throws -> String {
    let document = try document(text)
    return String(decoding: try document.adding(key, value, to: document.root), as: UTF8.self)
  }

  @Test func severalStringsAreReplacedAtOnce() throws {
    let document = try JSONDocument(bytes: Array(#"{"a": "x",  "b": ["y", 1, "z"]}"#.utf8), name: "t")
    let list = try #require(document.root["b"]).elements().map { $0 }
    let first = try #require(document.root["a"])
    let changed = document.replacing([(first, "n\"w"), (list[0], nil), (list[2], "")])
    #expect(String(decoding: changed, as: UTF8.self) == #"{"a": "n\"w",  "b": [null, 1, ""]}"#)
    #expect(document.replacing([]) == document.bytes)
  }

  @Test func replacesOneValueOnly() throws {
    #expect(
      try replaced("{ \"b\":1e2 ,\n\t\"a\": \"x\\u0041\" , \"b2\":[ ] }\n", "a", .null)
        == "{ \"b\":1e2 ,\n\t\"a\": null , \"b2\":[ ] }\n")
    #expect(try replaced("{\"a\":[1,2],\"b\":3}", "a", .string("é\n")) == "{\"a\":\"é\\n\",\"b\":3}")
    #expect(
      try replaced("{\n    \"a\": 1\n}", "a", .object(["b": .array([.int(1)])]))
        == "{\n    \"a\": {\n        \"b\": [\n            1\n        ]\n    }\n}")
  }

  @Test func addsAMemberInTheTextsOwnStyle() throws {
    #expect(try added("{\"a\":1}", "b", .object(["c": .int(2)])) == "{\"a\":1,\"b\":{\"c\": 2}}")
    #expect(try added("{\"a\": 1}\n", "b", .int(2)) == "{\"a\": 1,\"b\": 2}\n")
    #expect(try added("{\"x\": 0, \"a\": 1}", "b", .int(2)) == "{\"x\": 0, \"a\": 1, \"b\": 2}")
    #expect(
      try added("{\n\t\"a\" : {\n\t\t\"z\" : 1\n\t}\n}", "b", .object(["c": .null]))
        == "{\n\t\"a\" : {\n\t\t\"z\" : 1\n\t},\n\t\"b\" : {\n\t\t\"c\": null\n\t}\n}")
    #expect(try added("{ }", "b", .int(2)) == "{\"b\": 2}")
    #expect(try added("{\r\n  \"a\": 1\r\n}", "b", .int(2)) == "{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}")
  }

  @Test func addsToAnObjectInside() throws {
    let document = try document("{\n  \"a\": {\n    \"b\": 1\n  },\n  \"c\": 2\n}")
    let text = try document.adding("d", .bool(true), to: try document.root.required("a"))
    #expect(
      String(decoding: text, as: UTF8.self)
        == "{\n  \"a\": {\n    \"b\": 1,\n    \"d\": true\n  },\n  \"c\": 2\n}")
    #expect(throws: JSONError.self) { try document.adding("d", .null, to: try document.root.required("c")) }
  }
}

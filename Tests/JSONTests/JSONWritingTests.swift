import PackJSON
import Testing

@Suite struct JSONWritingTests {
  @Test func filesAreSortedByBytesAndIndented() {
    let value = JSONValue.object(["b": .array([.int(1), .null]), "a": .object([:]), "B": .bool(true)])
    #expect(
      value.text(.file) == """
        {
          "B": true,
          "a": {},
          "b": [
            1,
            null
          ]
        }

        """)
  }

  @Test func objectsKeepManyKeysApart() {
    var object: JSONObject = [:]
    for number in 0..<100 { object["k\(number)"] = .int(number) }
    object["\u{E9}"] = .int(1)
    object["e\u{301}"] = .int(2)
    object["k5"] = .int(-5)
    object["k7"] = nil
    object["k7"] = .int(70)
    #expect(object.members.count == 102)
    #expect(
      object["k5"] == .int(-5) && object["k7"] == .int(70) && object["\u{E9}"] == .int(1)
        && object["e\u{301}"] == .int(2))
    #expect(object.members.last?.key == "k7")
    object.removeAll { key, _ in key.hasPrefix("k") }
    #expect(object.members.map(\.value) == [.int(1), .int(2)])
    #expect(
      JSONObject(dictionaryLiteral: ("\u{E9}", .null)) != JSONObject(dictionaryLiteral: ("e\u{301}", .null)))
  }

  @Test func linesKeepTheirOrderAndHoldNoOtherLineSeparator() {
    let value = JSONValue.object(["z": .string("a\u{2028}b\u{85}c\u{0B}d\n\u{1F}\"\\é"), "a": .int(1)])
    let text = value.text(.line)
    #expect(text == #"{"z": "a\u2028b\u0085c\u000bd\n\u001f\"\\é", "a": 1}"#)
    #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 })
  }

  @Test func numbersReadBackAsTheyWere() throws {
    for value: Double in [
      0, -0.0, 1, 0.1, 1e-12, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e16, 123_456_789.123,
    ] {
      let text = JSONValue.double(value).text(.line)
      let node = try JSONDocument(bytes: Array(text.utf8), name: "t").root
      #expect(try node.double().bitPattern == value.bitPattern)
    }
    #expect(JSONValue.double(.nan).text(.line) == "null")
    #expect(JSONValue.float(0.1).text(.line) == "0.1")
  }

  @Test func aDocumentGoesThroughUnchanged() throws {
    let text = #"{"eps": 1e-12, "e\u0301": "x", "list": [1.50, {"a": false}]}"#
    let value = JSONValue(try JSONDocument(bytes: Array(text.utf8), name: "t").root)
    #expect(value.text(.line) == "{\"eps\": 1e-12, \"e\u{301}\": \"x\", \"list\": [1.50, {\"a\": false}]}")
  }
}

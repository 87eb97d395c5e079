import PackFiles
import PackJSON
import Testing

@Suite struct JSONReadingTests {
  @Test func keysThatOnlyLookEqualAreTwo() throws {
    let document = try JSONDocument(bytes: Array("{\"\u{E9}\": 1, \"e\u{301}\": 2}".utf8), name: "t")
    #expect(try document.root.members().map { $0.keyBytes.count } == [2, 3])
    #expect(try document.root.int("\u{E9}") == 1)
    #expect(try document.root.int("e\u{301}") == 2)
  }

  @Test func readsEveryKindOfValue() throws {
    let text = #"{"a":[1,-2.5e3,true,false,null,"x\n\u00e9\ud83d\ude00\/"],"b":{},"c":[]}"#
    let root = try JSONDocument(bytes: Array(text.utf8), name: "t").root
    let elements = try Array(root.required("a").elements())
    #expect(try elements[0].int() == 1)
    #expect(try elements[1].double() == -2500)
    #expect(try elements[2].bool())
    #expect(try elements[3].bool() == false)
    #expect(elements[4].isNull)
    #expect(try elements[5].string() == "x\n\u{E9}\u{1F600}/")
    #expect(try Array(root.required("b").members()).isEmpty)
    #expect(try Array(root.required("c").elements()).isEmpty)
    #expect(root["absent"] == nil)
  }

  @Test(arguments: [
    ("", 0, JSONError.Code.syntax), ("{", 1, .syntax), ("[1,]", 3, .syntax), ("{\"a\":1,}", 7, .syntax),
    ("[1 2]", 3, .syntax), ("{\"a\" 1}", 5, .syntax), ("{a:1}", 1, .syntax), ("[NaN]", 1, .syntax),
    ("[Infinity]", 1, .syntax), ("[-]", 1, .syntax), ("[01]", 2, .syntax), ("[1.]", 3, .syntax),
    ("[1e]", 3, .syntax), ("[.5]", 1, .syntax), ("[+1]", 1, .syntax), ("\"abc", 4, .syntax),
    ("\"a\u{1}b\"", 2, .syntax), (#""\x""#, 2, .syntax), (#""\u12g4""#, 5, .syntax), ("1 2", 2, .syntax),
    ("// c\n1", 0, .syntax), ("\u{FEFF}1", 0, .syntax), ("nul", 0, .syntax), ("[true", 5, .syntax),
    (#""\ud800""#, 1, .encoding), (#""\ud800\u0041""#, 1, .encoding), (#""\udc00""#, 1, .encoding),
    (#"{"a":1,"a":2}"#, 8, .duplicateKey), (#"{"a":1,"\u0061":2}"#, 8, .duplicateKey),
  ])
  func refusesWhatIsNotJSON(text: String, offset: Int, code: JSONError.Code) {
    let error = #expect(throws: JSONError.self) { try JSONDocument(bytes: Array(text.utf8), name: "f.json") }
    #expect(error?.code == code)
    #expect(error?.place.byteOffset == offset)
    #expect(error?.place.file == "f.json")
  }

  @Test(
    arguments: [
      ([0x22, 0xFF, 0x22], 1), ([0x22, 0xC0, 0x80, 0x22], 1), ([0x22, 0xED, 0xA0, 0x80, 0x22], 1),
      ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], 1), ([0x22, 0xE2, 0x82, 0x22], 1), ([0x22, 0xC3], 1),
      (Array(repeating: 0x20, count: 21) + [0x80], 21),
    ] as [([UInt8], Int)])
  func refusesWhatIsNotUTF8(bytes: [UInt8], offset: Int) {
    let error = #expect(throws: JSONError.self) { try JSONDocument(bytes: bytes, name: "f.json") }
    #expect(error?.code == .encoding)
    #expect(error?.place.byteOffset == offset)
  }

  @Test func deepNestingIsAnErrorNotACrash() {
    let depth = 1_000_000
    for text in [String(repeating: "[", count: depth), String(repeating: "{\"a\":", count: depth)] {
      let error = #expect(throws: JSONError.self) { try JSONDocument(bytes: Array(text.utf8), name: "f") }
      #expect(error?.code == .tooDeep)
    }
  }

  /// Large containers are looked into by tables; both kinds of keys, and what is inside, are found as in small ones.
  @Test func largeContainersAreLookedIntoLikeSmallOnes() throws {
    let members = (0..<1000).map { $0 % 3 == 0 ? "\"\\u006b\($0)\": [\($0)]" : "\"k\($0)\": [\($0)]" }
    let text =
      "{\"\u{E9}\": 1, \"list\": [\((0..<1000).map { "{\"a\": [\($0)]}" }.joined(separator: ","))], \(members.joined(separator: ","))}"
    let root = try JSONDocument(bytes: Array(text.utf8), name: "x").root
    for number in [0, 1, 31, 32, 33, 500, 998, 999] {
      let node = try #require(root["k\(number)"]?.elements().first { _ in true })
      #expect(try node.int() == number)
      #expect(node.path == "$.k\(number)[0]")
      let inner = try #require(
        try root.required("list").elements().dropFirst(number).first { _ in true }?["a"])
      #expect(inner.path == "$.list[\(number)].a")
    }
    #expect(root["k1000"] == nil && root["e\u{301}"] == nil && root["\u{E9}"] != nil)
    #expect(root.path == "$")
  }

  @Test(arguments: [
    ("1e999", true), ("-1e999", true), ("1e308", false), ("0e999", false),
    (String(repeating: "9", count: 400), true),
  ])
  func numbersThatNoDoubleHoldsAreFound(number: String, isFound: Bool) throws {
    let document = try JSONDocument(bytes: Array("{\"a\": [0, \(number)]}".utf8), name: "x")
    #expect(document.numberBeyondDouble?.path == (isFound ? "$.a[1]" : nil))
  }

  @Test func findsADuplicateAmongMany() throws {
    let keys = (0..<5000).map { "\"key\($0)\": \($0)" }
    let good = "{" + keys.joined(separator: ",") + "}"
    #expect(try JSONDocument(bytes: Array(good.utf8), name: "f").root.int("key4999") == 4999)
    let bad = "{" + (keys + ["\"k\\u0065y17\": 0"]).joined(separator: ",") + "}"
    let error = #expect(throws: JSONError.self) { try JSONDocument(bytes: Array(bad.utf8), name: "f") }
    #expect(error?.code == .duplicateKey)
  }

  @Test func errorsPointToTheValue() throws {
    let text = #"{"a": {"b c": [0, {"d": "x"}]}}"#
    let root = try JSONDocument(bytes: Array(text.utf8), name: "config.json").root
    let node = try #require(try Array(root.required("a").required("b c").elements()).last?.required("d"))
    #expect(node.path == #"$.a["b c"][1].d"#)
    let error = #expect(throws: JSONError.self) { try node.int() }
    #expect(
      error?.description
        == #"config.json, $.a["b c"][1].d, byte 24: d has the wrong type: expected an integer, found a string"#
    )
    let missing = #expect(throws: JSONError.self) { try root.required("a").int("e") }
    #expect(missing?.code == .missingKey)
  }

  @Test(arguments: ["9223372036854775808", "1.0", "1e3", "-9223372036854775809"])
  func integersDoNotOverflow(text: String) throws {
    let root = try JSONDocument(bytes: Array(text.utf8), name: "f").root
    #expect(throws: JSONError.self) { try root.int() }
  }

  @Test func doublesBeyondRangeAreErrors() throws {
    let root = try JSONDocument(bytes: Array("1e999".utf8), name: "f").root
    #expect(throws: JSONError.self) { try root.double() }
  }

  /// Every truncation and every change of one byte either parses or is an error; none traps.
  @Test func mutantsNeverTrap() {
    let text = Array(#"{"a":[1.5e-3,"\u00e9\\",{"b":null}],"é":true,"":{"":[]}}"#.utf8)
    var parsed = 0
    for position in text.indices {
      _ = try? JSONDocument(bytes: Array(text[..<position]), name: "f")
      for byte in UInt8.min...UInt8.max {
        var mutant = text
        mutant[position] = byte
        if (try? JSONDocument(bytes: mutant, name: "f")) != nil { parsed += 1 }
      }
    }
    #expect(parsed > text.count)
  }
}

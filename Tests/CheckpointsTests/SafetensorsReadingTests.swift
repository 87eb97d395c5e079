import PackCheckpoints
import PackFiles
import TestSupport
import Testing

@Suite struct SafetensorsReadingTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func open(_ bytes: [UInt8]) throws -> SafetensorsFile {
    let path = directory.file("model.safetensors")
    try overwriteFile(path, bytes)
    return try SafetensorsFile(path, name: "model.safetensors")
  }

  @Test func readsEveryDTypeOfTheFormat() throws {
    var entries: [String] = []
    var offset = 0
    for dtype in DType.allCases {
      let size = 4 * dtype.bits / 8
      entries.append(
        #""\#(dtype.rawValue)":{"dtype":"\#(dtype.rawValue)","shape":[2,2],"data_offsets":[\#(offset),\#(offset + size)]}"#
      )
      offset += size
    }
    let file = try open(
      safetensors(header: "{\(entries.joined(separator: ","))}", data: [UInt8](repeating: 1, count: offset)))
    #expect(file.tensors.map(\.dtype) == DType.allCases)
    #expect(file.tensors.allSatisfy { $0.shape == [2, 2] && $0.count == 4 })
  }

  @Test func emptyTensorsAndMetadataAreLegal() throws {
    let file = try open(
      safetensors(
        header:
          #"{"__metadata__":{"format":"pt"},"e":{"dtype":"F32","shape":[9223372036854775807,2,0],"data_offsets":[0,0]},"#
          + #""s":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}   "#, data: bytes(of: [2.5])))
    #expect(file.metadata == ["format": "pt"])
    #expect(file.tensors.map(\.name) == ["e", "s"])
    #expect(file.tensors.map(\.count) == [0, 1])
    #expect(try file.tensors.last?.floats() == [2.5])
  }

  /// Names are bytes: these two look alike, and are two to every other reader.
  @Test func namesThatOnlyLookEqualAreTwo() throws {
    let names = ["\u{E9}", "e\u{301}"]
    let entries = names.enumerated().map { Self.entry($1, "[1]", $0 * 4, $0 * 4 + 4) }
    let metadata = #""__metadata__":{"\#(names[0])":"1","\#(names[1])":"2"}"#
    let header = "{\(metadata),\(entries.joined(separator: ","))}"
    let path = directory.file("two.safetensors")
    try overwriteFile(path, safetensors(header: header, data: bytes(of: [1, 2])))
    let checkpoint = try Checkpoint(file: path)
    #expect(try names.map { try checkpoint[$0]?.floats() } == [[1], [2]])
  }

  /// As the reference library 0.8.0 takes them, whose error comes before the zero.
  @Test(arguments: [
    ("[9223372036854775807,3,0]", CheckpointError.Code.sizeOverflow),
    ("[4611686018427387904,4,0]", .sizeOverflow), ("[3,9223372036854775807,0]", .sizeOverflow),
    ("[4294967296,4294967296,0]", .sizeOverflow), ("[-0]", .invalidShape), ("[0.0]", .invalidShape),
    ("[9223372036854775807,0,3]", nil), ("[0,9223372036854775807,9223372036854775807]", nil),
    ("[2305843009213693952,4,0]", nil), ("[9223372036854775807,2,0]", nil),
  ])
  func shapesOverflowFromTheirFirstDimensionOn(shape: String, code: CheckpointError.Code?) throws {
    let bytes = safetensors(header: "{\(Self.entry("a", shape, 0, 0))}")
    guard let code else {
      #expect(try open(bytes).tensors.first?.count == 0)
      return
    }
    #expect(throws: CheckpointError.self) { try open(bytes) }
    #expect { try open(bytes) } throws: { ($0 as? CheckpointError)?.code == code }
  }

  @Test func minusZeroIsNoOffset() {
    let header = #"{"a":{"dtype":"F32","shape":[0],"data_offsets":[-0,0]}}"#
    #expect { try open(safetensors(header: header)) } throws: {
      ($0 as? CheckpointError)?.code == .invalidOffsets
    }
  }

  static func entry(_ name: String, _ shape: String, _ begin: Int, _ end: Int, dtype: String = "F32")
    -> String
  {
    #""\#(name)":{"dtype":"\#(dtype)","shape":\#(shape),"data_offsets":[\#(begin),\#(end)]}"#
  }

  static let broken: [(String, [UInt8], CheckpointError.Code)] = [
    ("empty", [], .emptyFile),
    ("seven bytes", [1, 0, 0, 0, 0, 0, 0], .headerLengthMissing),
    ("huge header", [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], .headerTooLarge),
    ("header over the bound", [0x01, 0xE1, 0xF5, 0x05, 0, 0, 0, 0], .headerTooLarge),
    ("header beyond the file", [3, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x7D], .headerBeyondFile),
    ("empty header", safetensors(header: ""), .headerNotAtBrace),
    ("space first", safetensors(header: " {}"), .headerNotAtBrace),
    ("array", safetensors(header: "[]"), .headerNotAtBrace),
    ("not JSON", safetensors(header: "{a}"), .headerNotJSON),
    ("not UTF-8", [4, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x22, 0xFF, 0x7D], .headerNotUTF8),
    (
      "duplicate",
      safetensors(header: "{\(entry("a", "[1]", 0, 4)),\(entry("a", "[1]", 4, 8))}", data: .zeros(8)),
      .headerDuplicateKey
    ),
    ("metadata of numbers", safetensors(header: #"{"__metadata__":{"a":1}}"#), .metadataNotStrings),
    ("metadata no object", safetensors(header: #"{"__metadata__":[]}"#), .metadataNotStrings),
    (
      "unknown dtype", safetensors(header: "{\(entry("a", "[1]", 0, 4, dtype: "F31"))}", data: .zeros(4)),
      .unknownDType
    ),
    (
      "negative dimension", safetensors(header: "{\(entry("a", "[-1]", 0, 4))}", data: .zeros(4)),
      .invalidShape
    ),
    (
      "fraction as dimension", safetensors(header: "{\(entry("a", "[1.5]", 0, 4))}", data: .zeros(4)),
      .invalidShape
    ),
    (
      "offsets backwards", safetensors(header: "{\(entry("a", "[1]", 4, 0))}", data: .zeros(4)),
      .invalidOffsets
    ),
    (
      "negative offset", safetensors(header: "{\(entry("a", "[1]", -4, 0))}", data: .zeros(4)),
      .invalidOffsets
    ),
    (
      "three offsets",
      safetensors(header: #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}"#, data: .zeros(4)),
      .invalidOffsets
    ),
    (
      "no dtype", safetensors(header: #"{"a":{"shape":[1],"data_offsets":[0,4]}}"#, data: .zeros(4)),
      .headerNotJSON
    ),
    (
      "unknown key",
      safetensors(header: #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}"#, data: .zeros(4)),
      .headerNotJSON
    ),
    ("entry no object", safetensors(header: #"{"a":[]}"#), .headerNotJSON),
    ("begins late", safetensors(header: "{\(entry("a", "[1]", 4, 8))}", data: .zeros(8)), .offsetsNotAtZero),
    (
      "hole",
      safetensors(header: "{\(entry("a", "[1]", 0, 4)),\(entry("b", "[1]", 8, 12))}", data: .zeros(12)),
      .offsetsLeaveHole
    ),
    (
      "overlap",
      safetensors(header: "{\(entry("a", "[2]", 0, 8)),\(entry("b", "[1]", 4, 8))}", data: .zeros(8)),
      .offsetsOverlap
    ),
    ("too few bytes", safetensors(header: "{\(entry("a", "[2]", 0, 4))}", data: .zeros(4)), .sizeMismatch),
    (
      "half a byte", safetensors(header: "{\(entry("a", "[1]", 0, 1, dtype: "F4"))}", data: .zeros(1)),
      .sizeMismatch
    ),
    (
      "overflow", safetensors(header: "{\(entry("a", "[4294967296,4294967296]", 0, 4))}", data: .zeros(4)),
      .sizeOverflow
    ),
    ("trailing", safetensors(header: "{\(entry("a", "[1]", 0, 4))}", data: .zeros(5)), .trailingBytes),
    ("truncated", safetensors(header: "{\(entry("a", "[2]", 0, 8))}", data: .zeros(7)), .missingBytes),
    (
      "LFS pointer", Array("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n".utf8),
      .lfsPointer
    ),
    ("a server's answer", Array("Entry not found".utf8), .textFile),
    ("a short text", Array("404".utf8), .textFile),
    ("web page", Array("<!DOCTYPE html>\n<html><body>404</body></html>".utf8), .htmlPage),
  ]

  @Test(arguments: broken.indices)
  func eachFaultHasItsOwnError(index: Int) throws {
    let (name, bytes, code) = Self.broken[index]
    let error = #expect(throws: CheckpointError.self, "\(name)") { try open(bytes) }
    #expect(error?.code == code, "\(name): \(String(describing: error))")
    #expect(error?.place.file == "model.safetensors")
    #expect(error?.place.byteOffset != nil, "\(name) has no byte offset")
  }

  /// Truncation at every byte, and every value of every header byte: an error or a file, never a trap.
  @Test func mutantsNeverTrap() throws {
    let good = safetensors(
      header: "{\(Self.entry("a", "[2]", 0, 8)),\(Self.entry("b", "[1,2]", 8, 12, dtype: "F16"))}",
      data: .zeros(12))
    #expect(try open(good).tensors.count == 2)
    for end in 0..<good.count { #expect(throws: (any Error).self) { try open(Array(good[..<end])) } }
    for position in 0..<(good.count - 12) {
      for byte: UInt8 in [0, 0x20, 0x22, 0x2D, 0x30, 0x39, 0x5B, 0x5D, 0x7B, 0x7D, 0xFF] {
        var mutant = good
        mutant[position] = byte
        for tensor in (try? open(mutant).tensors) ?? [] { _ = tensor.scan() }
      }
    }
  }
}

extension [UInt8] {
  /// So many zero bytes.
  static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
}

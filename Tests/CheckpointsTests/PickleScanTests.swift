import PackCheckpoints
import PackFiles
import TestSupport
import Testing

/// A file is told by its content, whatever its name is, and nothing else is taken for a pickle.
@Suite struct PickleScanTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func scan(_ bytes: [UInt8]) throws -> PickleScan? {
    let path = directory.file("notes.txt")
    try overwriteFile(path, bytes)
    return try PickleScan(path, name: "notes.txt")
  }

  private static let state = TorchBytes.state(count: 1, shape: [1], strides: [1])
  private static let call = "cos\nsystem\n(S'true'\ntR."
  private static let system = ["os.system"]

  /// The bytes whose values are the scalars of a text.
  private static func raw(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
  }

  private static let zip = TorchBytes.archive([(path: "a.txt", bytes: raw("\u{80}\u{2}" + call))])

  struct Case: Sendable {
    let name: String
    let bytes: [UInt8]
    var kind: PickleScan.Kind = .pickle
    var imports: [String] = PickleScanTests.system
  }

  static let pickles: [Case] = [
    Case(name: "protocol 0", bytes: raw(call)),
    Case(name: "protocol 0, cut off after the call", bytes: raw(call).dropLast()),
    Case(name: "INST", bytes: raw("(S'true'\nios\nsystem\n.")),
    Case(name: "OBJ", bytes: raw("(cos\nsystem\nS'true'\no.")),
    Case(name: "protocol 2", bytes: raw("\u{80}\u{2}" + call)),
    Case(name: "no call", bytes: raw("\u{80}\u{2}cos\nsystem\n.")),
    Case(name: "cut off", bytes: raw("\u{80}\u{2}cos\nsystem\n(")),
    Case(name: "an unknown opcode after the import", bytes: raw("\u{80}\u{2}cos\nsystem\n\u{FF}")),
    Case(name: "names from the stack", bytes: raw("\u{80}\u{4}\u{8C}\u{2}os\u{8C}\u{6}system\u{93}.")),
    Case(
      name: "names from the memo", bytes: raw("\u{80}\u{4}\u{8C}\u{2}os\u{94}0h\0h\0\u{93}."),
      imports: ["os.os"]),
    Case(name: "names that are computed", bytes: raw("\u{80}\u{4}NN\u{93}."), imports: ["?.?"]),
    Case(name: "an extension", bytes: raw("\u{80}\u{2}\u{82}\u{7}."), imports: ["copyreg.extension 7"]),
    Case(name: "a dictionary", bytes: raw("\u{80}\u{2}}."), imports: []),
    Case(name: "two pickles", bytes: raw("\u{80}\u{2}}.\u{80}\u{2}" + call)),
    Case(
      name: "archive", bytes: TorchBytes.archive(TorchBytes.members(pickle: state, storage: [1])),
      kind: .torch,
      imports: allowed),
    Case(
      name: "stream", bytes: TorchBytes.stream(pickle: state, storage: [1]), kind: .torchLegacy,
      imports: allowed),
    Case(name: "pickle in a zip archive", bytes: zip, kind: .zip),
    Case(name: "broken zip archive", bytes: zip.dropLast(4), kind: .zip),
    Case(name: "something before a zip archive", bytes: raw("MZ") + zip, kind: .zip),
    Case(
      name: "NumPy objects", bytes: raw("\u{93}NUMPY\u{1}\0\u{2}\0{}\u{80}\u{2}" + call), kind: .numpy),
  ]

  private static let allowed = [
    "collections.OrderedDict", "torch._utils._rebuild_tensor_v2", "torch.FloatStorage",
  ]

  @Test(arguments: pickles.indices) func aPickleIsFound(index: Int) throws {
    let expected = Self.pickles[index]
    let scan = try #require(try scan(expected.bytes), "\(expected.name)")
    #expect(scan.kind == expected.kind, "\(expected.name)")
    #expect(scan.imports.map(\.qualifiedName) == expected.imports, "\(expected.name)")
    #expect(
      scan.isAllowed == (expected.imports == Self.allowed || expected.imports.isEmpty), "\(expected.name)")
  }

  static let others: [Case] = [
    Case(name: "empty", bytes: []),
    Case(name: "text", bytes: raw("chat\ntemplate\nis a text.\n")),
    Case(name: "more text", bytes: raw("In the beginning.\nThere was R.\n")),
    Case(name: "JSON", bytes: raw("{\"model_type\": \"bert\"}\n")),
    Case(name: "Python", bytes: raw("import os\nos.system('true')\n")),
    Case(name: "YAML", bytes: raw("---\nlicense: mit\n---\n")),
    Case(name: "vocabulary", bytes: raw("[PAD]\n[UNK]\nc\nthe\nof\n(\nR\n.\n")),
    Case(name: "safetensors, its length as protocol 2", bytes: header(size: 0x0280)),
    Case(name: "safetensors, its length as protocol 4", bytes: header(size: 0x0480)),
    Case(name: "safetensors, its length as a mark", bytes: header(size: 0x28_0280)),
    Case(name: "zip archive of texts", bytes: TorchBytes.archive([(path: "a.txt", bytes: raw("text"))])),
    Case(name: "two bytes", bytes: [0x80, 4]),
    Case(name: "zeros", bytes: [UInt8](repeating: 0, count: 64)),
  ]

  private static func header(size: Int) -> [UInt8] {
    safetensors(header: "{}" + String(repeating: " ", count: size - 2))
  }

  @Test(arguments: others.indices) func nothingElseIsTakenForOne(index: Int) throws {
    let other = Self.others[index]
    #expect(try scan(other.bytes)?.kind == nil, "\(other.name)")
  }

  @Test func whatIsImportedTwiceIsListedOnce() throws {
    let scan = try #require(try scan(Self.raw("\u{80}\u{2}cos\nsystem\ncos\nsystem\ncos\npopen\n.")))
    #expect(scan.imports.map(\.byteOffset) == [2, 24])
    #expect(scan.imports.allSatisfy { $0.member == nil && !$0.isAllowed })
  }
}

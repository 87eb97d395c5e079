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
    Case(
      name: "a line of 4,096 bytes", bytes: raw("S'" + String(repeating: "x", count: 4094) + "'\n0" + call)),
    Case(name: "a key as int() reads it", bytes: raw("Np 5\n0g0_5\n0" + call)),
    Case(name: "names in escapes", bytes: raw("S'\\x6f\\163'\nVs\\u0079stem\n\u{93}(S'true'\ntR.")),
    Case(name: "a pickle after one that is nothing", bytes: raw("N." + call)),
    Case(
      name: "a pickle before a zip archive",
      bytes: raw(call) + TorchBytes.archive([(path: "a.txt", bytes: raw("text"))]), kind: .zip),
    Case(
      name: "an import of a module that is run", bytes: raw("cunittest.__main__\nmain\ntext"),
      imports: ["unittest.__main__.main"]),
    Case(
      name: "a change of what was imported", bytes: raw("csys\npath\nS'/tmp'\na.\ntext"),
      imports: ["sys.path"]),
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

  static let stopped: [Case] = [
    Case(name: "values", bytes: [UInt8](repeating: UInt8(ascii: "N"), count: 2_200_000) + raw(call)),
    Case(name: "imports", bytes: raw((0..<5000).map { "ca\($0)\nb\n0" }.joined() + "N.")),
    Case(name: "a key's line", bytes: raw("Np" + String(repeating: " ", count: 70_000) + "5\n")),
    Case(name: "a frame that ends in a line", bytes: raw("\u{95}\u{5}\0\0\0\0\0\0\0Np55g5\n0" + call)),
  ]

  /// Where the scan stops and Python would go on, it says so: what follows is unknown.
  @Test(arguments: stopped.indices) func aLimitIsNoAllClear(index: Int) throws {
    let scan = try #require(try scan(Self.stopped[index].bytes), "\(Self.stopped[index].name)")
    #expect(scan.problem != nil && !scan.isAllowed, "\(Self.stopped[index].name)")
  }

  /// Formats that Python's loaders decompress, and this tool does not.
  @Test(
    arguments: [
      [0x42, 0x5A, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, 0, 0],
      [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0, 4],
      [0x28, 0xB5, 0x2F, 0xFD, 4, 0, 0, 0], [0x04, 0x22, 0x4D, 0x18, 0x60, 0x40, 0, 0],
      [0x5D, 0, 0, 0x80, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 1],
    ] as [[UInt8]])
  func aCompressedFileThatIsNotLookedIntoIsNoAllClear(bytes: [UInt8]) throws {
    let scan = try #require(try scan(bytes))
    #expect(scan.kind == .compressed && !scan.foundPickle && scan.problem?.code == .notDecompressed)
  }

  static let others: [Case] = [
    Case(name: "words", bytes: raw("cat\ndog\nName\n")),
    Case(name: "ignored files", bytes: raw("cache\ndist\n.venv\n")),
    Case(name: "names of files", bytes: raw("config.json\nmodel.safetensors\n")),
    Case(name: "a bracket", bytes: raw("(in progress)\nmore text\n")),
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

import PackCheckpoints
import PackFiles
import TestSupport
import Testing

@Suite struct SafetensorsWritingTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func checkpoint(_ values: [Float]) throws -> Checkpoint {
    let path = directory.file("source")
    try removeTree(path)
    let entry = SafetensorsReadingTests.entry("x", "[\(values.count)]", 0, values.count * 4)
    try writeFile(path, safetensors(header: "{\(entry)}", data: bytes(of: values)))
    return try Checkpoint(file: path)
  }

  @Test func writesSortedAlignedAndTheSameTwice() throws {
    let tensor = try #require(try checkpoint([1, 2, 3])["x"])
    let entries = [
      SafetensorsWriter.Entry(name: "b", tensor: tensor),
      SafetensorsWriter.Entry(name: "half", tensor: tensor, dtype: .float16),
      SafetensorsWriter.Entry(name: "a", tensor: tensor),
    ]
    try SafetensorsWriter.write(entries, to: directory.file("one"))
    try SafetensorsWriter.write(entries.reversed(), to: directory.file("two"))
    #expect(try readFile(directory.file("one")) == readFile(directory.file("two")))
    let file = try SafetensorsFile(directory.file("one"))
    #expect(file.tensors.map(\.name) == ["a", "b", "half"])
    #expect(file.metadata == ["format": "pt"])
    #expect(file.headerSize % 8 == 0)
    #expect(try file.tensors.map { try $0.floats() } == [[1, 2, 3], [1, 2, 3], [1, 2, 3]])
  }

  @Test func writesChosenRowsInTheirOrder() throws {
    let path = directory.file("matrix")
    let entry = SafetensorsReadingTests.entry("x", "[3, 2]", 0, 24)
    try writeFile(path, safetensors(header: "{\(entry)}", data: bytes(of: [0, 1, 2, 3, 4, 5])))
    let tensor = try #require(try Checkpoint(file: path)["x"])
    try SafetensorsWriter.write(
      [
        SafetensorsWriter.Entry(name: "swapped", tensor: tensor, rows: [2, 0]),
        SafetensorsWriter.Entry(name: "half", tensor: tensor, dtype: .float16, rows: [1]),
        SafetensorsWriter.Entry(name: "first", tensor: try tensor.firstRows(2)),
      ], to: directory.file("rows"))
    let written = try Checkpoint(file: directory.file("rows"))
    #expect(written["swapped"]?.shape == [2, 2])
    #expect(try written["swapped"]?.floats() == [4, 5, 0, 1])
    #expect(try written["half"]?.floats() == [2, 3])
    #expect(try written["first"]?.floats() == [0, 1, 2, 3])
    for rows in [[3], [-1], [.max]] {
      #expect(throws: CheckpointError.self) {
        try SafetensorsWriter.write(
          [SafetensorsWriter.Entry(name: "x", tensor: tensor, rows: rows)], to: directory.file("none"))
      }
    }
    #expect(throws: CheckpointError.self) { try tensor.firstRows(4) }
    #expect(throws: CheckpointError.self) { try tensor.firstRows(0) }
  }

  @Test func aPartOfACheckpointHasNamesOfItsOwn() throws {
    let source = try checkpoint([1, 2])
    let tensor = try #require(source["x"])
    let part = try Checkpoint(tensors: [tensor.renamed("b"), tensor.renamed("a")], of: source.files)
    #expect(part.tensors.map(\.name) == ["a", "b"])
    #expect(try part["a"]?.floats() == [1, 2])
    #expect(throws: CheckpointError.self) { try Checkpoint(tensors: [tensor, tensor], of: source.files) }
  }

  @Test(arguments: [Float(65520), -1e6, 3.4e38])
  func anOverflowStopsTheConversion(value: Float) throws {
    let tensor = try #require(try checkpoint([0, value])["x"])
    let error = #expect(throws: CheckpointError.self) {
      try SafetensorsWriter.write(
        [.init(name: "x", tensor: tensor, dtype: .float16)], to: directory.file("out"))
    }
    #expect(error?.code == .valueOverflow)
    #expect(error?.place.tensor == "x")
    #expect(error?.found?.hasSuffix("at element 1") == true)
  }

  #if !os(macOS) || arch(arm64)
    /// Against the processor's own conversion: all halves, and floats around every rounding boundary.
    @Test func halvesConvertAsTheHardwareDoes() throws {
      var values: [Float] = []
      for bits in UInt16.min...UInt16.max {
        let value = Float(Float16(bitPattern: bits))
        guard value.isFinite else { continue }
        values += [value, value.nextUp, value.nextDown]
        let next = Float(Float16(bitPattern: bits &+ 1))
        if next.isFinite {
          values += [(value + next) / 2, ((value + next) / 2).nextUp, ((value + next) / 2).nextDown]
        }
      }
      values = values.filter { Float16($0).isFinite }
      let tensor = try #require(try checkpoint(values)["x"])
      try removeTree(directory.file("half"))
      try SafetensorsWriter.write(
        [.init(name: "x", tensor: tensor, dtype: .float16)], to: directory.file("half"))
      let written = try SafetensorsFile(directory.file("half")).tensors[0].floats()
      #expect(zip(values, written).allSatisfy { Float(Float16($0)).bitPattern == $1.bitPattern })
    }
  #endif

  @Test func bfloatsRoundToNearestEven() throws {
    let cases: [(UInt32, UInt32)] = [
      (0x3F80_0000, 0x3F80_0000), (0x3F80_8000, 0x3F80_0000), (0x3F81_8000, 0x3F82_0000),
      (0x3F80_8001, 0x3F81_0000), (0x8000_0001, 0x8000_0000), (0x0000_FFFF, 0x0001_0000),
    ]
    let tensor = try #require(try checkpoint(cases.map { Float(bitPattern: $0.0) })["x"])
    try SafetensorsWriter.write(
      [.init(name: "x", tensor: tensor, dtype: .bfloat16)], to: directory.file("brain"))
    let written = try SafetensorsFile(directory.file("brain")).tensors[0].floats()
    #expect(written.map(\.bitPattern) == cases.map(\.1))
  }

  @Test func scansFindTheCulprit() throws {
    for length in [1, 15, 16, 17, 100] {
      var values = (0..<length).map { Float($0) }
      let good = try #require(try checkpoint(values)["x"]?.scan())
      #expect(good.firstNonFinite == nil)
      #expect(good.isConstant == (length == 1))
      for value in [Float.nan, .infinity, -.infinity, .signalingNaN] {
        values[length - 1] = value
        #expect(try checkpoint(values)["x"]?.scan()?.firstNonFinite == length - 1)
      }
    }
    #expect(try checkpoint([Float](repeating: 3, count: 40))["x"]?.scan()?.isConstant == true)
  }
}

import PackCheckpoints
import PackFiles
import TestSupport
import Testing

/// Files of torch.save, made byte by byte. What torch itself writes is compared in Tests/Contract/test_pickles.py.
@Suite struct TorchReadingTests {
  private let directory: TemporaryDirectory
  private static let values: [Float] = [0, 1, 2, 3, 4, 5]
  private static let matrix = TorchBytes.state(count: 6, shape: [2, 3], strides: [3, 1])

  init() throws { directory = try TemporaryDirectory() }

  private func open(_ bytes: [UInt8]) throws -> Checkpoint {
    let path = directory.file("pytorch_model.bin")
    try overwriteFile(path, bytes)
    return try Checkpoint(
      file: path, name: "pytorch_model.bin", readsPickles: true, temporaryDirectory: directory.path)
  }

  private static func both(_ pickle: [UInt8]) -> [[UInt8]] {
    [
      TorchBytes.archive(TorchBytes.members(pickle: pickle, storage: values)),
      TorchBytes.stream(pickle: pickle, storage: values),
    ]
  }

  @Test func tensorsThatLieInOrderAreReadInPlace() throws {
    for bytes in Self.both(Self.matrix) {
      let tensor = try #require(try open(bytes)["weight"])
      #expect(tensor.shape == [2, 3])
      #expect(tensor.dtype == .float32)
      #expect(try tensor.floats() == Self.values)
      #expect(tensor.file.count == bytes.count, "the tensor is not in the file itself")
    }
  }

  @Test func viewsAreBroughtIntoOrder() throws {
    let views: [([UInt8], [Float])] = [
      (TorchBytes.state(count: 6, shape: [3, 2], strides: [1, 3]), [0, 3, 1, 4, 2, 5]),
      (TorchBytes.state(count: 6, shape: [2, 2], strides: [3, 1], offset: 1), [1, 2, 4, 5]),
      (TorchBytes.state(count: 6, shape: [2, 3], strides: [0, 2], offset: 1), [1, 3, 5, 1, 3, 5]),
      (TorchBytes.state(count: 6, shape: [], strides: [], offset: 5), [5]),
      (TorchBytes.state(count: 6, shape: [1, 6, 1], strides: [99, 1, 99]), Self.values),
      (TorchBytes.state(count: 6, shape: [0, 4], strides: [4, 1]), []),
      (TorchBytes.state(count: 6, shape: [2, 1, 2, 1], strides: [2, 7, 3, 9]), [0, 3, 2, 5]),
    ]
    for (pickle, expected) in views {
      for bytes in Self.both(pickle) { #expect(try open(bytes)["weight"]?.floats() == expected) }
    }
  }

  @Test func nothingIsLeftInTheTemporaryDirectory() throws {
    let checkpoint = try open(Self.both(TorchBytes.state(count: 6, shape: [3, 2], strides: [1, 3]))[0])
    #expect(checkpoint.tensors.count == 1)
    #expect(try listDirectory(directory.path) { _ in true }.map(\.path) == ["pytorch_model.bin"])
  }

  @Test func anImportIsNamedWithItsOffset() throws {
    let pickle =
      [0x80, 2] + TorchBytes.global("os", "system") + TorchBytes.text("true") + [0x85, 0x52, 0x2E]
    let archive = #expect(throws: CheckpointError.self) { try open(Self.both(pickle)[0]) }
    #expect(archive?.code == .pickleImport)
    #expect(archive?.found == "\"os.system\"")
    #expect(archive?.place == Place(file: "pytorch_model.bin:archive/data.pkl", byteOffset: 2))
    let stream = #expect(throws: CheckpointError.self) { try open(Self.both(pickle)[1]) }
    #expect(stream?.code == .pickleImport)
    #expect(stream?.place == Place(file: "pytorch_model.bin", byteOffset: 27))
  }

  @Test(arguments: [
    ([2, 4], [3, 1], 0), ([2, 3], [4, 1], 0), ([2, 3], [3, 1], 1), ([7], [1], 0), ([1], [1], 6),
    ([2], [-1], 1),
    ([-1], [1], 0), ([1], [1], -1), ([2, 2], [1], 0), ([1 << 31, 1 << 31, 1 << 31], [0, 0, 0], 0),
    ([2, 2], [Int.max, Int.max], 0), ([1 << 30], [0], 0),
  ])
  func aTensorStaysInItsStorage(shape: [Int], strides: [Int], offset: Int) throws {
    let pickle = TorchBytes.state(count: 6, shape: shape, strides: strides, offset: offset)
    for bytes in Self.both(pickle) {
      let error = #expect(throws: CheckpointError.self) { try open(bytes) }
      #expect(error?.code == .torchBounds)
    }
  }

  @Test func aPackageIsNotReadFromAPickle() throws {
    try overwriteFile(directory.file("pytorch_model.bin"), Self.both(Self.matrix)[0])
    let error = #expect(throws: CheckpointError.self) { try Checkpoint(directory: directory.path) }
    #expect(error?.code == .noWeights)
    #expect(throws: CheckpointError.self) { try Checkpoint(file: directory.file("pytorch_model.bin")) }
    #expect(try Checkpoint(directory: directory.path, readsPickles: true)["weight"]?.floats() == Self.values)
  }

  /// Truncation at every byte, and many values of every byte: an error or tensors, never a trap.
  @Test func mutantsNeverTrap() throws {
    for good in Self.both(Self.matrix) {
      #expect(try open(good).tensors.count == 1)
      for end in 0..<good.count { #expect(throws: (any Error).self) { try open(Array(good[..<end])) } }
      for position in good.indices {
        for byte: UInt8 in [0, 0x29, 0x52, 0x80, 0xFF] {
          var mutant = good
          mutant[position] = byte
          for tensor in (try? open(mutant).tensors) ?? [] { _ = tensor.scan() }
        }
      }
    }
  }
}

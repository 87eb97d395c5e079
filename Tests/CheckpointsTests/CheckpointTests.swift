import PackCheckpoints
import PackFiles
import TestSupport
import Testing

@Suite struct CheckpointTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func write(_ name: String, _ tensors: [String], value: Float = 1) throws {
    let entries = tensors.enumerated().map { position, tensor in
      SafetensorsReadingTests.entry(tensor, "[1]", position * 4, position * 4 + 4)
    }
    try writeFile(
      directory.file(name),
      safetensors(
        header: "{\(entries.joined(separator: ","))}", data: bytes(of: tensors.map { _ in value })))
  }

  private func writeIndex(_ map: [(String, String)], totalSize: Int) throws {
    let entries = map.map { #""\#($0.0)": "\#($0.1)""# }.joined(separator: ", ")
    try writeFile(
      directory.file(Checkpoint.indexName),
      #"{"metadata": {"total_size": \#(totalSize)}, "weight_map": {\#(entries)}}"#)
  }

  @Test func readsShards() throws {
    try write("s1.safetensors", ["b"])
    try write("s2.safetensors", ["a", "c"])
    try writeIndex(
      [("a", "s2.safetensors"), ("b", "s1.safetensors"), ("c", "s2.safetensors")], totalSize: 12)
    let checkpoint = try Checkpoint(directory: directory.path)
    #expect(checkpoint.tensors.map(\.name) == ["a", "b", "c"])
    #expect(checkpoint["b"]?.fileName.hasSuffix("s1.safetensors") == true)
    #expect(checkpoint.parameterCount == 3)
  }

  @Test func aSingleFileWinsOverAnIndex() throws {
    try write("s1.safetensors", ["a"], value: 1)
    try writeIndex([("a", "s1.safetensors")], totalSize: 4)
    try write(Checkpoint.fileName, ["a"], value: 2)
    #expect(try Checkpoint(directory: directory.path)["a"]?.floats() == [2])
  }

  @Test(arguments: [
    ([("a", "s1.safetensors")], 8, CheckpointError.Code.indexDisagrees),
    ([("a", "s1.safetensors"), ("b", "s2.safetensors")], 8, .missingShard),
    ([("a", "s1.safetensors"), ("b", "s1.safetensors"), ("c", "s1.safetensors")], 12, .indexDisagrees),
    ([("a", "s1.safetensors"), ("b", "s1.safetensors")], 7, .totalSizeMismatch),
    ([("a", "../s1.safetensors"), ("b", "s1.safetensors")], 8, .invalidIndex),
    // The system ends a name at the null byte, and Python raises.
    ([("a", #"s1.safetensors\u0000x"#), ("b", "s1.safetensors")], 8, .invalidIndex),
    ([("a", #"..\\s1.safetensors"#), ("b", "s1.safetensors")], 8, .invalidIndex),
    ([("a", ""), ("b", "s1.safetensors")], 8, .invalidIndex),
    ([], 0, .invalidIndex),
  ])
  func anIndexMustAgreeWithItsShards(map: [(String, String)], size: Int, code: CheckpointError.Code) throws {
    try write("s1.safetensors", ["a", "b"])
    try writeIndex(map, totalSize: size)
    let error = #expect(throws: CheckpointError.self) { try Checkpoint(directory: directory.path) }
    #expect(error?.code == code)
  }

  @Test func noWeightsIsAnErrorOfItsOwn() {
    let error = #expect(throws: CheckpointError.self) { try Checkpoint(directory: directory.path) }
    #expect(error?.code == .noWeights)
  }

  @Test func aScopeKnowsWhatWasUsed() throws {
    try write(Checkpoint.fileName, ["encoder.layer.0.weight", "encoder.layer.0.bias", "left.over"])
    let scope = TensorScope(try Checkpoint(directory: directory.path))
    let layer = scope.scope("encoder").scope("layer.0")
    #expect(try layer.tensor("weight", shape: [1]).count == 1)
    #expect(layer.has("bias"))
    #expect(scope.unused == ["encoder.layer.0.bias", "left.over"])
    let missing = #expect(throws: CheckpointError.self) { try layer.tensor("gamma", shape: [1]) }
    #expect(missing?.code == .missingTensor)
    #expect(missing?.place.tensor == "encoder.layer.0.gamma")
    let shape = #expect(throws: CheckpointError.self) { try layer.tensor("bias", shape: [2]) }
    #expect(shape?.code == .wrongShape)
  }
}

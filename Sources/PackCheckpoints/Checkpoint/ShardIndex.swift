import PackFiles
import PackJSON

/// `model.safetensors.index.json` or `pytorch_model.bin.index.json`: which shard holds which tensor.
struct ShardIndex {
  let name: String
  /// Tensor name to shard file name.
  let shardOfTensor: [ExactText: ExactText]
  /// `metadata.total_size` in bytes, where it is given.
  let totalSize: Int?

  init(readingFile path: String, name: String) throws {
    self.name = name
    let root = try JSONDocument(readingFile: path, name: name).root
    totalSize = try root.optional("metadata")?.optional("total_size").map(Self.size)
    var map: [ExactText: ExactText] = [:]
    for member in try root.required("weight_map").members() {
      let shard = try member.value.string()
      guard isPlainFileName(shard) else {
        throw CheckpointError(
          .invalidIndex, at: member.value.place, problem: "invalid shard name",
          expected: "the name of a file beside the index", found: shard.quotedForMessage)
      }
      map[ExactText(member.key)] = ExactText(shard)
    }
    guard !map.isEmpty else {
      throw CheckpointError(
        .invalidIndex, at: Place(file: name, jsonPath: "$.weight_map"), problem: "index lists no tensors")
    }
    shardOfTensor = map
  }

  /// A number of bytes, which some tools write as `2906884.0`.
  private static func size(_ node: JSONNode) throws(JSONError) -> Int {
    if let size = Int(exactly: try node.double()) { return size }
    return try node.int()
  }

  /// Opens every shard and checks that index and shards say the same.
  ///
  /// - Parameter open: opens a shard by its name.
  func openShards(
    in directory: String, _ open: (String) throws -> CheckpointFile
  ) throws -> [CheckpointFile] {
    let names = Set(shardOfTensor.values).sorted()
    if let absent = names.first(where: { fileKind(joinPath(directory, $0.text)) == nil }) {
      throw CheckpointError(
        .missingShard, at: Place(file: name, jsonPath: "$.weight_map"), problem: "shard is missing",
        expected: "\(absent.text.quotedForMessage) beside the index")
    }
    var shards: [CheckpointFile] = []
    for shard in names {
      let file = try open(shard.text)
      for tensor in file.tensors where shardOfTensor[ExactText(tensor.name)] != shard {
        let listed = shardOfTensor[ExactText(tensor.name)]
        throw CheckpointError(
          .indexDisagrees, at: tensor.place,
          problem: listed == nil
            ? "index does not list the tensor" : "index lists the tensor in another shard",
          expected: shard.text, found: listed?.text)
      }
      shards.append(file)
    }
    let held = Set(shards.flatMap { $0.tensors.map { ExactText($0.name) } })
    if let absent = shardOfTensor.keys.filter({ !held.contains($0) }).min() {
      throw CheckpointError(
        .indexDisagrees, at: Place(file: name, jsonPath: "$.weight_map", tensor: absent.text),
        problem: "tensor is not in its shard", expected: shardOfTensor[absent]?.text)
    }
    // What a pickle's index counts for tensors that share memory has changed from release to release.
    guard shards.allSatisfy({ $0.format == .safetensors }) else { return shards }
    let sum = shards.reduce(0) { $0 + $1.tensors.reduce(0) { $0 + $1.byteRange.count } }
    if let totalSize, totalSize != sum {
      throw CheckpointError(
        .totalSizeMismatch, at: Place(file: name, jsonPath: "$.metadata.total_size"),
        problem: "wrong total size", expected: "\(sum)", found: "\(totalSize)")
    }
    return shards
  }
}

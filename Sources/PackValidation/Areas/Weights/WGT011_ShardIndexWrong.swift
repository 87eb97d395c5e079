import ModelDir
import PackCheckpoints
import PackFiles
import PackJSON

extension Rule {
  private static let indexCodes: Set<CheckpointError.Code> = [
    .invalidIndex, .missingShard, .indexDisagrees, .totalSizeMismatch,
  ]

  static let wgt011 = Rule(
    "WGT011", "shard-index-wrong", .error, needs: [.tensors],
    title: "the shard index lists the present shards, and every tensor once",
    why: """
      transformers loads a tensor from the shard that the index gives. Where the tensor is not there, it only warns. Beside a \
      model.safetensors it ignores the index, so that readers of the index get other weights, or none.
      """,
    advice:
      "Save the model again, or fetch the shards with `hf download`. Beside a model.safetensors, delete model.safetensors.index.json.",
    grading: "a warning where the index is right but incomplete, or not read",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let directory = try package.documents.requiredMode().subModelDirectory
    let index = "\(directory)/\(Checkpoint.indexName)"
    if package.listing.files.contains(index),
      package.listing.files.contains("\(directory)/\(Checkpoint.fileName)")
    {
      // Nobody reads it, whatever it says.
      context.report(
        at: Place(file: index), "the index is ignored: readers take model.safetensors",
        expected: "model.safetensors or an index", severity: .warning)
      return
    }
    guard case .failure(.broken(let error)) = package.weights.subModel else {
      let checkpoint = try package.weights.subModel.required("the file of the sub-model's weights")
      if package.listing.files.contains(index) {
        checkIndex(try package.documents.required(index), checkpoint, context)
      }
      return
    }
    switch error {
    case let error as CheckpointError where indexCodes.contains(error.code): context.report(error)
    case let error as JSONError where error.place.file == index: context.report(error)
    default: throw .prerequisiteFailed("the sub-model's weights cannot be read")
    }
  }

  /// What an index needs beside its map, and shards that it does not know of.
  private static func checkIndex(_ index: JSONNode, _ checkpoint: Checkpoint, _ context: RuleContext) {
    let metadata = index["metadata"]
    if metadata?.kind != .object {
      // transformers 4 and 5 write into it before they look at any shard.
      context.report(
        at: metadata?.place ?? Place(file: index.document.name, jsonPath: "$.metadata"),
        "metadata is missing, and transformers raises an error", expected: "{\"total_size\": bytes}",
        found: metadata?.kind.phrase)
    } else if metadata?["total_size"] == nil {
      context.report(
        at: Place(file: index.document.name, jsonPath: "$.metadata.total_size"), "total_size is missing",
        expected: "\(checkpoint.byteCount)", severity: .warning)
    }
    let directory = parentPath(index.document.name)
    let listed = Set(checkpoint.files.map(\.name))
    for path in context.package.listing.filePaths
    where path.hasSuffix(".safetensors") && parentPath(path) == directory && !listed.contains(path) {
      context.report(at: Place(file: path), "the shard is not in the index", severity: .warning)
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("an index of shards that are not there, beside model.safetensors", severity: .warning) {
    try $0.write(
      "{\"metadata\": {}, \"weight_map\": {\"a\": \"model-00001-of-00001.safetensors\"}}",
      to: "ranking_model/model.safetensors.index.json")
  },
  .bad("an index with another total size", warns: ["SEC006"], blocks: true) {
    try $0.shard { $0["metadata"] = .object(["total_size": .int(1)]) }
  },
  .bad("an index that leaves out a tensor", warns: ["SEC006"], blocks: true) {
    try $0.shard { index in
      guard case .object(var map)? = index["weight_map"] else { return }
      map["classifier.weight"] = nil
      index["weight_map"] = .object(map)
    }
  },
  .bad("an index without metadata") { try $0.shard { $0["metadata"] = nil } },
  .bad("an index with null for metadata") { try $0.shard { $0["metadata"] = .null } },
  .bad("an index without the total size", severity: .warning) {
    try $0.shard { $0["metadata"] = .object([:]) }
  },
  .bad("a shard that the index does not list", severity: .warning, warns: ["SEC006"]) {
    try $0.shard()
    try $0.copy($0.head, to: "ranking_model/model-00002-of-00002.safetensors")
  },
  .good("an index with metadata of its maker's own") {
    try $0.shard { index in
      guard case .object(var metadata)? = index["metadata"] else { return }
      metadata["total_parameters"] = .int(7)
      index["metadata"] = .object(metadata)
    }
  },
]

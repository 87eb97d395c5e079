import PackCheckpoints
import PackFiles
import PackJSON
import ModelDir

extension Rule {
  private static let indexCodes: Set<CheckpointError.Code> = [
    .invalidIndex, .missingShard, .indexDisagrees, .totalSizeMismatch,
  ]

  static let wgt011 = Rule(
    "WGT011", .error, needs: [.tensors],
    title: "the shard index names the shards that are there, and every tensor once",
    why: """
      transformers takes a tensor from the shard that the index names, and warns, no more, where it is not there. Beside a \
      model.safetensors it does not read the index at all: whoever does gets other weights, or none.
      """,
    fix:
      "Save the model again, fetch the shard that is named, or remove the model.safetensors.index.json that model.safetensors replaced.",
    grading: "a warning where what the index says is right, and more or less than what is there"
  ) { context throws(RuleSkip) in
    let package = context.package
    let directory = try package.requiredMode().subModelDirectory
    let index = "\(directory)/\(Checkpoint.indexName)"
    if package.files.contains(index), package.files.contains("\(directory)/\(Checkpoint.fileName)") {
      do {
        _ = try Checkpoint(shardsIn: joinPath(package.root, directory), name: directory)
        context.report(
          at: Place(file: index), "an index stands beside model.safetensors, which wins",
          expected: "one of the two", severity: .warning)
      } catch let error as any LocatedError {
        context.report(error)
      } catch {
        throw .prerequisiteFailed("\(index) cannot be read")
      }
      return
    }
    guard case .failure(.broken(let error)) = package.subModel else {
      let checkpoint = try package.required(package.subModel, "the sub-model's weights")
      if package.files.contains(index) { checkIndex(try package.required(index), checkpoint, context) }
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
      // Both lines of transformers write into it before they look at any shard.
      context.report(
        at: metadata?.place ?? Place(file: index.document.name, jsonPath: "$.metadata"),
        "the index has no metadata, and transformers raises", expected: "{\"total_size\": bytes}",
        found: metadata?.kind.phrase)
    } else if metadata?["total_size"] == nil {
      context.report(
        at: Place(file: index.document.name, jsonPath: "$.metadata.total_size"), "key is missing",
        expected: "\(checkpoint.byteCount)", severity: .warning)
    }
    let directory = parentPath(index.document.name)
    let listed = Set(checkpoint.files.map(\.name))
    for path in context.package.filePaths
    where path.hasSuffix(".safetensors") && parentPath(path) == directory && !listed.contains(path) {
      context.report(at: Place(file: path), "the index does not list this shard", severity: .warning)
    }
  }
}

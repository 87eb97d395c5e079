import Checkpoints
import Files
import JSON
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
      "Save the model again, fetch the shards that are missing, or remove the index that model.safetensors replaced."
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
      _ = try package.required(package.subModel, "the sub-model's weights")
      return
    }
    switch error {
    case let error as CheckpointError where indexCodes.contains(error.code): context.report(error)
    case let error as JSONError where error.place.file == index: context.report(error)
    default: throw .prerequisiteFailed("the sub-model's weights cannot be read")
    }
  }
}

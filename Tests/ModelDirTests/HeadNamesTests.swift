import ModelDir
import PackCheckpoints
import PackFiles
import PackageFixtures
import TestSupport
import Testing

/// Heads under the names that people save them under.
@Suite struct HeadNamesTests {
  private static let classifier = ["classifier.bias", "classifier.weight"]

  private func packed(_ names: [String]) throws -> [String] {
    let directory = try TemporaryDirectory()
    let (model, head) = (directory.file("model"), directory.file("head.safetensors"))
    try TinyModel().write(to: model)
    let width = TinyModel.hiddenSize
    try writeFile(
      head,
      TinyModel.safetensors(
        names.map { name in
          let isWeight = name.hasSuffix("weight")
          let shape =
            isWeight ? [name.contains("pooling") ? 1 : 2, width] : [name.contains("pooling") ? 1 : 2]
          return (name, shape, [Float](repeating: 0.5, count: shape.reduce(1, *)))
        }))
    let output = directory.file("package")
    _ = try PackageSaver.save(SaveOptions(source: .rankingModel(model), pruningHead: head, output: output))
    return try Checkpoint(directory: joinPath(output, "pruning_head")).tensors.map(\.name)
  }

  @Test(arguments: [
    ["bias", "weight"], classifier, ["module.bias", "module.weight"],
    ["pruning_head.classifier.bias", "pruning_head.classifier.weight"],
    ["pruning_head.bias", "pruning_head.weight"],
    ["_orig_mod.pruning_head.classifier.bias", "_orig_mod.pruning_head.classifier.weight"],
  ]) func isAClassifierInThePackage(names: [String]) throws { #expect(try packed(names) == Self.classifier) }

  @Test func thePoolingIsKept() throws {
    let names = Self.classifier + ["pooling_weights.bias", "pooling_weights.weight"]
    #expect(try packed(names.map { "pruning_head." + $0 }) == names)
  }

  @Test(arguments: [
    ["weight"], ["bias", "weight", "x.weight"], ["head.bias", "head.weight"], ["classifier.bias", "weight"],
  ]) func whatIsNoHeadIsRefused(names: [String]) {
    let error = #expect(throws: ModelDirError.self) { try packed(names) }
    #expect(error?.problem == "not a pruning head" && error?.found == names.joined(separator: ", "))
  }
}

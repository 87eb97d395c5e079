import ModelDir
import PackCheckpoints
import PackEncoders
import PackFiles
import PackJSON

extension Rule {
  static let wgt015 = Rule(
    "WGT015", "untrained-head", .warning, needs: [.json, .tensors],
    title: "the heads are trained, not freshly initialised",
    why: """
      A head that was not found is initialised at random, with one line in a log. Saved again, it looks like any other. Its \
      numbers give it away: the initial spread of torch or transformers, and a bias of zeros.
      """,
    advice:
      "Load the trained head and save again. Look for `newly initialized` in the log of the run that saved this one.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let head = try package.weights.head.required("the head")
    let range =
      (try? package.documents.node(package.documents.inSubModel(PackageLayout.config))?.double(
        "initializer_range")) ?? 0.02
    var layers = [(head["classifier.weight"], head["classifier.bias"])]
    if case .success(let model) = package.weights.subModel {
      for name in ["classifier", "classifier.out_proj"] {
        layers.append((model["\(name).weight"], model["\(name).bias"]))
      }
    }
    for case (let weight?, let bias) in layers {
      guard weight.shape.count == 2, weight.count >= 32, weight.count <= 1 << 24,
        let values = try? weight.floats(), let width = weight.shape.last
      else { continue }
      let biases = bias.flatMap { try? $0.floats() } ?? []
      if let start = FreshStart(values, biases: biases, width: width, initializerRange: range) {
        context.report(
          at: weight.place, "the weights look like a fresh initialisation", expected: "trained weights",
          found: start.description)
      }
    }
    try package.weights.requireAll()
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a head as torch makes it") { try $0.fillHead { Float($0 / 2) } },
  .good("a head of larger numbers") { try $0.fillHead { Float($0 * 3) } },
]

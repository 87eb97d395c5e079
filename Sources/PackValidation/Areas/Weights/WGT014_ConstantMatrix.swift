import PackCheckpoints
import PackFiles

extension Rule {
  static let wgt014 = Rule(
    "WGT014", "constant-matrix", .error, needs: [.tensors],
    title: "no weight matrix is constant",
    why: """
      Training leaves no matrix constant. A constant one was never filled: a conversion failed, or a shard was lost. The \
      model computes on without it.
      """,
    advice: "Convert the checkpoint again, and compare the reported tensor with its source.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let checkpoints = context.package.weights.checkpoints
    guard !checkpoints.isEmpty else { throw .prerequisiteFailed("there are no weights") }
    for (tensor, scan) in context.package.weights.scans where scan.isConstant && isTrainedMatrix(tensor) {
      let value = try? tensor.floats(0..<1).first
      context.report(
        at: tensor.place, "all elements are equal", expected: "trained weights",
        found: value.map { "\($0)" } ?? "?")
    }
    try context.package.weights.requireAll()
  }

  /// Token types may all be one: many models were trained with a single type.
  private static func isTrainedMatrix(_ tensor: Tensor) -> Bool {
    tensor.shape.count == 2 && tensor.shape[0] > 1 && tensor.count > 1
      && !tensor.name.contains("token_type_embeddings")
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a matrix of zeros", warns: ["RUN006"]) { package in
    try package.rewrite(package.head) { Array($0.dropLast(128)) + [UInt8](repeating: 0, count: 128) }
  },
  .good("a number of another sign") { try $0.flipLastBit(of: $0.head) },
]

import PackCheckpoints
import PackFiles

extension Rule {
  static let wgt013 = Rule(
    "WGT013", "non-finite-weights", .error, needs: [.tensors],
    title: "weights are finite: no NaN, no infinity",
    why: """
      One NaN in a layer makes every score NaN. One in an embedding row breaks only the texts with that token. A conversion \
      to float16 that overflowed leaves infinities.
      """,
    advice:
      "Use a checkpoint from before the training diverged, or convert the float32 weights again with `pruning-pack save --dtype`.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let checkpoints = context.package.weights.checkpoints
    guard !checkpoints.isEmpty else { throw .prerequisiteFailed("there are no weights") }
    for (tensor, scan) in context.package.weights.scans {
      guard let element = scan.firstNonFinite else { continue }
      let width = tensor.dtype.bits / 8
      var place = tensor.place
      place.byteOffset = tensor.byteRange.lowerBound + element * width
      let value = try? tensor.floats(element..<(element + 1)).first
      context.report(
        at: place, "\(tensor.name) has a value that is not finite", expected: "a finite number",
        found: "\(value.map { "\($0)" } ?? "?") at element \(element)")
    }
    try context.package.weights.requireAll()
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a NaN", causes: ["RUN003"], warns: ["RUN006"]) {
    try $0.rewriteWeights { $0.dropLast(4) + [0, 0, 0xC0, 0x7F] }
  },
  .good("a number of another sign") { try $0.flipLastBit(of: $0.head) },
]

import ModelDir
import PackCheckpoints
import PackFiles

extension Rule {
  static let run008 = Rule(
    "RUN008", "beyond-own-type", .error, needs: [.tokenizer, .model],
    title: "activations stay in the range of the type that the package computes in",
    why: """
      transformers computes in the type of the weights. Beyond 65504 a float16 is infinite, the next norm makes NaN of it, and \
      every score is NaN. In float32 nothing is seen of it. DeBERTa and MPNet, and ELECTRA in transformers 4, store the products \
      of queries and keys in that type, too: they count as activations.
      """,
    advice: "Store the weights in bfloat16 or float32: `pruning-pack save --dtype bfloat16`.",
    grading: "a warning where an activation is within a factor of 4 of the largest number",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let weights = try context.package.weights.subModel.required("the file of the sub-model's weights")
    let types = Set(weights.tensors.map(\.dtype).filter(\.isComputable))
    guard types.count == 1, let type = types.first, let limit = type.largestNumber else {
      throw .notApplicable("the package computes in float32")
    }
    let run = try context.package.running.ownTypeRun(type)
    let (place, magnitude) = run.worst
    let name = type.torchName ?? type.rawValue
    // Where float32 overflows, too, RUN003 says so.
    guard magnitude.isFinite, magnitude > limit / 4 else { return }
    context.report(
      at: Place(file: SmokeInference.placeName),
      magnitude > limit
        ? "an activation is beyond the largest \(name)"
        : "an activation is near the largest \(name)",
      expected: "at most \(run.text(magnitude > limit ? limit : limit / 4))",
      found: "\(run.text(magnitude)) in \(place)",
      severity: magnitude > limit ? nil : .warning)
  }
}

private let ruleExamples: [RuleExample] = [
  .good("weights of float16") { try $0.storeAsFloat16() },
  .bad("a feed-forward layer that leaves float16") { package in
    try package.storeAsFloat16 {
      $0.contains("intermediate.dense") || $0.contains("0.output.dense") ? 1000 : 1
    }
  },
  .bad("a feed-forward layer near the end of float16", severity: .warning) { package in
    try package.storeAsFloat16 { $0.contains("intermediate.dense") || $0.contains("0.output.dense") ? 80 : 1 }
  },
]

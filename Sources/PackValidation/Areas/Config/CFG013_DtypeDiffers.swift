import ModelDir
import PackCheckpoints
import PackFiles
import PackJSON

extension Rule {
  static let cfg013 = Rule(
    "CFG013", "dtype-differs", .warning, needs: [.json, .tensors],
    title: "the recorded dtype is the tensors'",
    why: """
      transformers 5 loads a model in the recorded dtype: 32-bit weights recorded as bfloat16 lose half of their bits on \
      the way in, and the scores move.
      """,
    advice: "Write the tensors' type as torch_dtype, at the root and in the sub-model.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let checkpoint = try package.weights.subModel.required("the sub-model's weights")
    let names = Set(checkpoint.tensors.filter { $0.dtype.isComputable }.compactMap(\.dtype.torchName))
    guard !names.isEmpty else { throw .prerequisiteFailed("the sub-model has no weights of a known type") }
    let files = [PackageLayout.config, try package.documents.inSubModel(PackageLayout.config)]
    for file in files {
      guard let config = package.documents.node(file) else { continue }
      for key in ["torch_dtype", "dtype"] {
        guard let value = config[key], !value.isNull else { continue }
        if names != [(try? value.string()) ?? ""] {
          context.report(
            at: value.place, "the recorded dtype is not the tensors'",
            expected: names.sorted().joined(separator: " and "), found: value.lexeme)
        }
      }
    }
    try package.documents.requireAll(files)
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("another dtype") { try $0.set("torch_dtype", to: .string("bfloat16"), in: $0.subConfig) },
  .bad("another dtype under its new key") { try $0.set("dtype", to: .string("float16"), in: "config.json") },
  .good("the same dtype under its new key") {
    try $0.set("torch_dtype", to: nil, in: $0.subConfig)
    try $0.set("dtype", to: .string("float32"), in: $0.subConfig)
  },
]

import ModelDir
import PackCheckpoints
import PackFiles
import PackJSON

extension Rule {
  static let cfg013 = Rule(
    "CFG013", "dtype-differs", .warning, needs: [.json, .tensors],
    title: "torch_dtype is the type of the tensors",
    why: """
      transformers 5 loads a model in the recorded dtype. Weights of 32 bits that are recorded as bfloat16 lose half of \
      their bits, and the scores move.
      """,
    advice: "Write the type of the sub-model's tensors as `torch_dtype`.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let checkpoint = try package.weights.subModel.required("the file of the sub-model's weights")
    let names = Set(checkpoint.tensors.filter { $0.dtype.isComputable }.compactMap(\.dtype.torchName))
    guard !names.isEmpty else { throw .prerequisiteFailed("the sub-model has no weights of a known type") }
    let files = [PackageLayout.config, try package.documents.inSubModel(PackageLayout.config)]
    for file in files {
      guard let config = package.documents.node(file) else { continue }
      for key in ["torch_dtype", "dtype"] {
        guard let value = config[key], !value.isNull else { continue }
        if names != [(try? value.string()) ?? ""] {
          let expected = names.sorted().map { "\"\($0)\"" }.joined(separator: " and ")
          context.report(
            at: value.place, "\(key) is not the type of the tensors", expected: expected,
            found: value.messageText,
            advice: names.count == 1 ? "Write `\"\(key)\": \(expected)`." : "Delete `\(key)`.")
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

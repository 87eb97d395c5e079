import ModelDir
import PackFiles
import PackJSON

extension Rule {
  static let cfg012 = Rule(
    "CFG012", "activation-not-torch", .warning, needs: [.json],
    title: "CrossEncoder's activation function is one of torch's",
    why: """
      sentence-transformers imports the function that config.json names only when it begins with `torch.`; any other is \
      ignored, or, with trust_remote_code, imported from wherever it is.
      """,
    advice: "Name a class below torch.nn as activation_fn, or leave the key out.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let files = [PackageLayout.config, try package.documents.inSubModel(PackageLayout.config)]
    for file in files {
      guard let config = package.documents.node(file) else { continue }
      let nodes = [
        config["sentence_transformers"]?["activation_fn"], config["sbert_ce_default_activation_function"],
      ]
      for node in nodes.compactMap({ $0 }) where !node.isNull {
        if (try? node.string())?.hasPrefix("torch.") != true {
          context.report(
            at: node.place, "activation function is not torch's", expected: "torch.nn...",
            found: node.lexeme.quotedForMessage)
        }
      }
    }
    try package.documents.requireAll(files)
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a function of somebody's") {
    let settings: JSONObject = ["activation_fn": .string("mine.Activation")]
    try $0.set("sentence_transformers", to: .object(settings), in: $0.subConfig)
  },
  .good("torch's own function") {
    let settings: JSONObject = ["activation_fn": .string("torch.nn.modules.activation.Sigmoid")]
    try $0.set("sentence_transformers", to: .object(settings), in: "config.json")
  },
]

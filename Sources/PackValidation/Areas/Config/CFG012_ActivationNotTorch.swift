import ModelDir
import PackFiles
import PackJSON

extension Rule {
  static let cfg012 = Rule(
    "CFG012", "activation-not-torch", .warning, needs: [.json],
    title: "CrossEncoder's activation function is a class of torch",
    why: """
      sentence-transformers imports the function of config.json only when its name begins with `torch.`. Any other is \
      ignored or, with trust_remote_code, imported from wherever it is.
      """,
    advice: "Write a class of torch, such as `\"torch.nn.modules.activation.Sigmoid\"`, or delete the key.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let files = [PackageLayout.config, try package.documents.inSubModel(PackageLayout.config)]
    for file in files {
      guard let config = package.documents.node(file) else { continue }
      let oldKey = "sbert_ce_default_activation_function"
      for (key, parent) in [("activation_fn", config["sentence_transformers"]), (oldKey, config)] {
        guard let node = parent?[key], !node.isNull else { continue }
        if (try? node.string())?.hasPrefix("torch.") != true {
          context.report(
            at: node.place, "\(key) is not a class of torch", expected: "\"torch.nn…\"",
            found: node.messageText,
            advice: """
              Delete `\(key)`, or write a class of torch, such as `"torch.nn.modules.activation.Sigmoid"`.
              """)
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
  .bad("a function of somebody's under its old key") {
    try $0.set(
      "sbert_ce_default_activation_function", to: .string("mine.Activation"), in: $0.subConfig)
  },
  .good("torch's own function") {
    let settings: JSONObject = ["activation_fn": .string("torch.nn.modules.activation.Sigmoid")]
    try $0.set("sentence_transformers", to: .object(settings), in: "config.json")
  },
]

import PackFiles
import PackJSON
import ModelDir

extension Rule {
  static let cfg012 = Rule(
    "CFG012", .warning, needs: [.json],
    title: "CrossEncoder's activation function is one of torch's",
    why: """
      sentence-transformers imports the function that config.json names only when it begins with `torch.`; any other is \
      ignored, or, with trust_remote_code, imported from wherever it is.
      """,
    fix: "Name a class below torch.nn as activation_fn, or leave the key out."
  ) { context throws(RuleSkip) in
    let package = context.package
    let files = [PackageLayout.config, try package.inSubModel(PackageLayout.config)]
    for file in files {
      guard let config = package.node(file) else { continue }
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
    try package.requireAll(files)
  }
}

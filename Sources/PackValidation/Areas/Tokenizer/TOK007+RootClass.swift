import ModelDir
import PackFiles
import PackJSON

extension Rule {
  /// Reports a root `config.json` without the right `tokenizer_class`. A pipeline of transformers 4 looks there for the tokenizer of
  /// a model type that it does not know, and nowhere else.
  static func checkRootClass(_ context: RuleContext) {
    guard let config = context.package.documents.node(PackageLayout.config) else { return }
    let node = config["tokenizer_class"]
    guard (try? node?.string()) != PackageLayout.tokenizerClass else { return }
    context.report(
      at: node?.place ?? Place(file: PackageLayout.config, jsonPath: "$.tokenizer_class"),
      "config.json does not name the tokenizer's class", expected: PackageLayout.tokenizerClass,
      found: node?.messageText ?? "nothing", severity: .warning)
  }
}

import ModelDir
import PackFiles
import PackJSON

extension Rule {
  /// Reports a root `config.json` whose `tokenizer_class` is missing or another one. For a model type that it does not know, a
  /// pipeline of transformers 4 reads the tokenizer's class only there.
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

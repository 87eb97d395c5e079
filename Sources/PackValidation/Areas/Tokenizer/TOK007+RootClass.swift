import ModelDir
import PackFiles
import PackJSON

extension Rule {
  /// Reports a root `config.json` whose `tokenizer_class` is missing or not in both versions. Without it, a pipeline of transformers
  /// 4 loads no tokenizer for `pruning_encoder`. With it, the class in tokenizer_config.json is loaded.
  static func checkRootClass(_ context: RuleContext) {
    guard let config = context.package.documents.node(PackageLayout.config) else { return }
    let node = config["tokenizer_class"]
    if let name = (try? node?.string()).flatMap({ $0 }), TokenizerClasses.contains(name) { return }
    context.report(
      at: node?.place ?? Place(file: PackageLayout.config, jsonPath: "$.tokenizer_class"),
      "config.json does not name the tokenizer's class", expected: PackageLayout.tokenizerClass,
      found: node?.messageText ?? "nothing", severity: .warning)
  }
}

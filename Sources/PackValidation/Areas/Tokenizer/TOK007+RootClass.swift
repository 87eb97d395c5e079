import ModelDir
import PackFiles
import PackJSON

extension Rule {
  /// Reports a root `config.json` without the right `tokenizer_class`: a pipeline of transformers 4 finds the tokenizer of an
  /// unknown model type by that key alone.
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

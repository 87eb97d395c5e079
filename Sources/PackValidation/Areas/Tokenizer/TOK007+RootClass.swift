import ModelDir
import PackFiles
import PackJSON

extension Rule {
  /// Reports `tokenizer_class` of the root's config.json where it is missing, or where a version of transformers lacks the class.
  ///
  /// The pipeline of transformers 4 loads a tokenizer for `pruning_encoder` only if the key is there. The class is then that
  /// of tokenizer_config.json.
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

import ModelDir
import PackJSON

extension Rule {
  /// `architectures` of the ranking model: CrossEncoder asks its first name whether the model is a decoder.
  static func checkRankingModel(_ context: RuleContext) {
    let documents = context.package.documents
    guard documents.mode == .rerankingPruning,
      let config = documents.node(
        "\(PackageMode.rerankingPruning.subModelDirectory)/\(PackageLayout.config)"),
      let value = config["architectures"], !value.isNull
    else { return }
    // Of a string, Python takes the first character.
    let list = (try? value.elements()).map(Array.init)
    let first = list == nil ? try? value.string() : list?.first.flatMap { try? $0.string() }
    if first.map({ list == nil ? $0.isEmpty : $0.hasSuffix("ForCausalLM") }) ?? true {
      context.report(
        at: value.place, "architectures makes CrossEncoder raise, or take the model for a decoder",
        expected: "the name of the ranking model's class, or no such key", found: value.messageText,
        advice: "Delete `architectures` from \(config.document.name).")
    }
  }
}

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
    let first: String?
    if let names = try? Array(value.elements()) {
      first = names.first.flatMap { try? $0.string() }
    } else {
      // Of a string, Python takes the first character, if there is one.
      first = (try? value.string())?.first.map { String($0) }
    }
    if let first, !first.hasSuffix("ForCausalLM") { return }
    context.report(
      at: value.place, "architectures makes CrossEncoder raise, or take the model for a decoder",
      expected: "the name of the ranking model's class, or no such key", found: value.messageText,
      advice: "Delete `architectures` from \(config.document.name).")
  }
}

import PackEncoders
import PackFiles
import PackJSON

extension SavePlan {
  /// Writes what stands beside a graph: config.json of a plain model, tokenizer, card and licence.
  func writeGraphCompanions(to root: String, keys: JSONObject, graphFile: String) throws {
    var object = source.model.configObject(dtype: dtype, of: config)
    if config.mode == .pruningOnly {
      // What the graph computes is a classifier of tokens.
      object["architectures"] = .array([
        .string("\(source.model.encoder.family.classPrefix)ForTokenClassification")
      ])
      object["id2label"] = .object(PackageConfig.id2label(config.labels))
      object["label2id"] = .object(PackageConfig.label2id(config.labels))
    }
    for member in keys.members { object[member.key] = member.value }
    try writeFile(joinPath(root, PackageLayout.config), JSONValue.object(object).text(.file))
    try writeTokenizer(to: root)
    try writeFile(joinPath(root, SourceTokenizer.specialTokensName), source.tokenizer.specialTokensText())
    try writeFile(joinPath(root, ExportInfo.fileName), ExportInfo.text(of: config))
    try writeFile(joinPath(root, PackageLayout.card), card.graphText(graphFile: graphFile))
    try writeLicense(to: root)
  }
}

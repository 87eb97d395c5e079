import PackFiles
import PackJSON

extension SavePlan {
  /// Writes the ranking model alone into an empty directory.
  func writeRankingModel(to root: String) throws {
    try source.model.writeWeights(to: root, dtype: dtype)
    var object = source.model.configObject(dtype: dtype, labels: config.labels)
    if let settings = config.crossEncoderJSON { object["sentence_transformers"] = .object(settings) }
    try writeFile(joinPath(root, PackageLayout.config), JSONValue.object(object).text(.file))
    try writeTokenizer(to: root)
    try writeFile(joinPath(root, ExportInfo.fileName), ExportInfo.text(of: config))
    try writeFile(joinPath(root, PackageLayout.card), card.rankingModelText())
    try writeLicense(to: root)
  }
}

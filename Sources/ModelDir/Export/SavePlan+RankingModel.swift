import PackFiles
import PackJSON

extension SavePlan {
  /// Writes the ranking model alone into an empty directory.
  func writeRankingModel(to root: String) throws {
    try source.model.writeWeights(to: root, dtype: dtype)
    try writeFile(joinPath(root, PackageLayout.config), source.model.configText(dtype: dtype, of: config))
    try writeTokenizer(to: root)
    try writeFile(joinPath(root, SourceTokenizer.specialTokensName), source.tokenizer.specialTokensText())
    try writeFile(joinPath(root, ExportInfo.fileName), ExportInfo.text(of: config))
    try writeFile(joinPath(root, PackageLayout.card), card.rankingModelText())
    try writeLicense(to: root)
  }
}

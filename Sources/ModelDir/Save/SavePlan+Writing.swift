import PackCheckpoints
import PackFiles
import PackJSON
import PackTemplates

extension SavePlan {
  /// Writes every file of the package but its card into an empty directory.
  func write(to root: String) throws {
    let subModel = joinPath(root, config.mode.subModelDirectory)
    let headDirectory = joinPath(root, PackageLayout.head)
    try makeDirectory(subModel)
    try makeDirectory(headDirectory)
    try source.model.writeWeights(to: subModel, dtype: dtype)
    try writeFile(joinPath(subModel, PackageLayout.config), source.model.configText(dtype: dtype, of: config))
    try SafetensorsWriter.write(
      source.head.entries(dtype: headDType), to: joinPath(headDirectory, Checkpoint.fileName))
    try writeFile(joinPath(headDirectory, PackageLayout.config), config.head.fileText)
    for directory in [root, subModel] { try writeTokenizer(to: directory) }
    try writeFile(joinPath(root, PackageLayout.modellingFile), ModellingFile.bytes)
    try writeFile(joinPath(root, PackageLayout.config), config.fileText)
    try writeFile(joinPath(root, PackageLayout.compatibleConfig), config.compatibleFileText)
    try writeLicense(to: root)
    try writeReference(to: root)
  }

  /// Writes tokenizer.json and its settings.
  func writeTokenizer(to directory: String) throws {
    try source.tokenizer.write(to: joinPath(directory, PackageLayout.tokenizer))
    try writeFile(joinPath(directory, PackageLayout.tokenizerConfig), tokenizerConfigText)
  }

  /// The licence's own text, and the source's card where it tells more than the new one: who made the model, of what.
  func writeLicense(to root: String) throws {
    for name in PackageLayout.licenseFiles where fileKind(joinPath(source.root, name)) == .file {
      try copyFile(joinPath(source.root, name), to: joinPath(root, name))
    }
    if let sourceCard { try copyFile(sourceCard, to: joinPath(root, PackageLayout.sourceCard)) }
  }
}

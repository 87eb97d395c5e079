import PackFiles
import PackYAML

extension SavePlan {
  /// The front matter of the source's card; a card that cannot be read is reported and left aside.
  static func frontMatter(of directory: String, decisions: inout [SaveText]) throws -> FrontMatter? {
    let path = joinPath(directory, PackageLayout.card)
    guard fileKind(path) == .file else { return nil }
    do {
      return try FrontMatter(card: try readFile(path, limit: PackageLimits.cardBytes), name: path)
    } catch let error as YAMLError {
      decisions.append("the source's card is not used: \(error)")
      return nil
    }
  }
}

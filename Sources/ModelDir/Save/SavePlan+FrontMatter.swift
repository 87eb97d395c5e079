import PackFiles
import PackYAML

extension SavePlan {
  /// The card that was given instead of a generated one.
  ///
  /// - Throws: ``PackFiles/FileError``; ``PackYAML/YAMLError`` for front matter that cannot be read.
  static func ownCard(_ options: SaveOptions) throws -> (text: [UInt8], frontMatter: FrontMatter?)? {
    guard let path = options.card else { return nil }
    let text = try readFile(path, limit: PackageLimits.cardBytes)
    return (text, try FrontMatter(card: text, name: path))
  }

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

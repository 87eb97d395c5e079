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

  /// The front matter of the source's card, and its lines; a card that cannot be read is reported and left aside.
  static func frontMatter(
    of directory: String, decisions: inout [SaveText]
  ) throws -> (frontMatter: FrontMatter, lines: FrontMatterLines)? {
    let path = joinPath(directory, PackageLayout.card)
    guard fileKind(path) == .file else { return nil }
    do {
      let card = try readFile(path, limit: PackageLimits.cardBytes)
      guard let matter = try FrontMatter(card: card, name: path), let block = FrontMatterBlock(card) else {
        return nil
      }
      return (matter, try FrontMatterLines(yaml: Array(card[block.text]), name: path))
    } catch let error as YAMLError {
      decisions.append("the source's card is not used: \(error)")
      return nil
    }
  }

  /// What the card that is there says, and the source's where that is silent.
  static func united(
    _ old: [UInt8]?, _ source: FrontMatter?, _ options: SaveOptions, decisions: inout [SaveText]
  ) -> FrontMatter? {
    guard let old, let matter = try? FrontMatter(card: old, name: PackageLayout.card),
      case .mapping(let pairs) = matter.value
    else { return source }
    guard let source, case .mapping(let others) = source.value else { return matter }
    let chosen = replacedKeys(options)
    let kept = ["license", "language", "base_model", "datasets"].filter { key in
      guard let value = matter.value[key], let other = source.value[key] else { return false }
      return value != other && !chosen.contains(key)
    }
    if !kept.isEmpty {
      decisions.append(
        "kept from the card that was there, not from the source's: \(kept.joined(separator: ", "))")
    }
    let there = Set(pairs.map(\.key))
    // A license is one statement of three keys.
    let license: Set<String> = there.contains("license") ? ["license_name", "license_link"] : []
    return FrontMatter(
      value: .mapping(pairs + others.filter { !there.contains($0.key) && !license.contains($0.key) }))
  }
}

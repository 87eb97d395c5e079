import PackFiles
import PackYAML

extension SavePlan {
  /// The card that is in the output's place, else that of a package that is saved again where somebody has written in it.
  static func oldCard(_ options: SaveOptions, _ source: SaveSource) throws -> [UInt8]? {
    let output = joinPath(options.output, PackageLayout.card)
    if options.replacesOutput, fileKind(output) == .file {
      return try readFile(output, limit: PackageLimits.cardBytes)
    }
    let own = joinPath(source.root, PackageLayout.card)
    guard isPackage(options, source), fileKind(own) == .file else { return nil }
    let card = try readFile(own, limit: PackageLimits.cardBytes)
    return MarkedCard(card).hasMarks || hasOwnText(card) ? card : nil
  }

  /// The keys of the front matter that options decide, and those that the package does.
  static func replacedKeys(_ options: SaveOptions) -> Set<String> {
    var keys: Set<String> = ["library_name", "pipeline_tag"]
    if options.license ?? options.licenseName ?? options.licenseLink != nil {
      keys.formUnion(["license", "license_name", "license_link"])
    }
    if !options.languages.isEmpty { keys.insert("language") }
    if !options.datasets.isEmpty { keys.insert("datasets") }
    if options.baseModel != nil { keys.insert("base_model") }
    return keys
  }

  /// The card that is there, under the name that the new one has and with what options say of it.
  ///
  /// - Returns: nil where it has nothing of its own.
  static func handCard(
    _ old: [UInt8], _ card: ModelCard, _ options: SaveOptions, decisions: inout [SaveText]
  ) throws -> [UInt8]? {
    guard String(validating: old, as: UTF8.self) != nil else {
      decisions.append("the card that was there is not used: not valid UTF-8")
      return nil
    }
    let new = Array(try card.text().utf8)
    let old = CardNames.renamed(old, to: card.name)
    let isMarked = MarkedCard(old).hasMarks
    var kept = old
    if !isMarked, !hasOwnText(old) {
      // Of a card that a former version wrote, only the front matter may be somebody's.
      guard let block = FrontMatterBlock(old), let newBlock = FrontMatterBlock(new) else { return nil }
      kept = Array(old[..<block.closingLine] + new[newBlock.closingLine...])
    } else if !isMarked {
      decisions.append(
        "the card that was there has no marks of pruning-pack and text of its own: it is kept; \(.card) replaces it"
      )
    }
    if let merged = FrontMatterMerge.merged(kept, with: new, replacing: replacedKeys(options)) {
      return merged
    }
    decisions.append("the front matter of the card that was there is kept: it cannot be edited line by line")
    return kept
  }

  /// The source's card, where it says what the package's does not.
  static func sourceCard(_ options: SaveOptions, _ source: SaveSource) -> String? {
    let card = joinPath(source.root, PackageLayout.card)
    if isPackage(options, source) {
      let former = joinPath(source.root, PackageLayout.sourceCard)
      return fileKind(former) == .file ? former : nil
    }
    guard fileKind(card) == .file else { return nil }
    if source.carriesCard { return card }
    let text = try? readFile(card, limit: PackageLimits.cardBytes)
    return text.map(hasOwnText) == true ? card : nil
  }

  /// The bytes of README.md.
  ///
  /// - Parameter facts: what was found out by running the package.
  func cardBytes(_ facts: CardFacts) throws -> [UInt8] {
    var card = card
    card.facts = facts
    let first = try handCard ?? Array(card.text().utf8)
    card.evaluation = (try? FrontMatter(card: first, name: PackageLayout.card))?.value["model-index"]
    let text = Array(try card.text().utf8)
    return handCard.map { MarkedCard($0).renewed(MarkedCard(text).sections) } ?? text
  }

  private static func hasOwnText(_ card: [UInt8]) -> Bool {
    !CardProse.lost(from: String(decoding: card, as: UTF8.self), in: "").isEmpty
  }

  /// Whether the source is a package already.
  private static func isPackage(_ options: SaveOptions, _ source: SaveSource) -> Bool {
    if case .knownLayout = options.source { !source.carriesCard } else { false }
  }
}

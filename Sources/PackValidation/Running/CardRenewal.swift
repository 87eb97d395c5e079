import ModelDir
import PackFiles

/// Writes the sections of a package's card anew that stand between marks, after the package has changed.
enum CardRenewal {
  /// The card with every section as `save` would write it now.
  ///
  /// A card that shows no example is given none, since somebody may not want it.
  ///
  /// - Parameters:
  ///   - directory: the package.
  ///   - name: what the package is called.
  ///   - threads: how many threads compute.
  /// - Returns: nil where nothing changes, or where the card or what it tells of cannot be read.
  static func card(of directory: String, name: String, threads: Int) -> [UInt8]? {
    guard let card = markedCard(of: directory) else { return nil }
    let marked = MarkedCard(card)
    var facts = CardFacts()
    if marked.hasText("example") || marked.hasText("parity") {
      facts = CardFacts(running: directory, threads: threads)
    }
    if !marked.hasText("example") { facts.example = nil }
    let generated = try? GeneratedCard(package: directory, name: name, card: card, facts: facts)
    return generated.map { $0.renewing(card) }.flatMap { $0 == card ? nil : $0 }
  }

  /// The card with what was recorded, and with which versions.
  ///
  /// - Parameters:
  ///   - directory: the package.
  ///   - reference: what was recorded.
  ///   - largestDifference: how far the package's numbers are from it.
  /// - Returns: nil where nothing changes, or where the card or what it tells of cannot be read.
  static func card(
    of directory: String, reference: ReferenceOutputs, largestDifference: Float?
  ) -> [UInt8]? {
    guard let card = markedCard(of: directory) else { return nil }
    let facts = CardFacts(largestDifference: largestDifference)
    let generated = try? GeneratedCard(
      package: directory, name: directory, card: card, reference: reference, facts: facts)
    return generated.map { $0.renewingRecording(card) }.flatMap { $0 == card ? nil : $0 }
  }

  private static func markedCard(of directory: String) -> [UInt8]? {
    let path = joinPath(directory, PackageLayout.card)
    guard fileKind(path) == .file, let card = try? readFile(path, limit: PackageLimits.cardBytes) else {
      return nil
    }
    return MarkedCard(card).hasMarks ? card : nil
  }
}

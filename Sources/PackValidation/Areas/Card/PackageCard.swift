import ModelDir
import PackFiles
import PackJSON
import PackYAML

/// README.md of a package: its front matter, and the text below it.
struct PackageCard {
  /// The front matter, which is a mapping.
  let frontMatter: FrontMatter
  /// The whole card.
  let bytes: [UInt8]

  /// The front matter's mapping.
  var values: YAMLValue { frontMatter.value }

  /// No card of a real model is longer.
  static let sizeLimit = 1 << 24

  /// Reads the card.
  ///
  /// - Throws: ``RuleSkip`` where it has no front matter that is a mapping, which is CARD001's finding.
  init(_ package: PackageInspection) throws(RuleSkip) {
    guard package.listing.files.contains(PackageLayout.card),
      case .success(let bytes) = package.reader.read(PackageLayout.card, limit: Self.sizeLimit),
      let matter = try? FrontMatter(card: bytes, name: PackageLayout.card),
      case .mapping = matter.value
    else {
      throw .prerequisiteFailed("the front matter of \(PackageLayout.card) is missing or not valid YAML")
    }
    frontMatter = matter
    self.bytes = bytes
  }

  /// Whether a path leads into the evaluation results, which are a rule of their own.
  static func isModelIndex(_ path: String) -> Bool { path.hasPrefix("$.model-index") }

  /// The place of a value of the front matter.
  static func place(_ key: String) -> Place { Place(file: PackageLayout.card, jsonPath: "$.\(key)") }

  /// A value as it stands in the text, for messages.
  static func text(_ value: YAMLValue) -> String { value.shown }

  /// The scalars of a value that is one or a list of them; nil where something else is among them.
  static func entries(_ value: YAMLValue) -> [YAMLValue]? {
    switch value {
    case .scalar: return [value]
    case .sequence(let values):
      return values.allSatisfy { if case .scalar = $0 { true } else { false } } ? values : nil
    case .mapping, .set: return nil
    }
  }

  /// Blocks of code of a language between fences, with their offsets.
  func snippets(_ language: String) -> [(text: [UInt8], offset: Int)] {
    var snippets: [(text: [UInt8], offset: Int)] = []
    var open: (fence: Int, start: Int, isWanted: Bool)?
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      let line = bytes[start..<end].drop { $0 == 0x20 }
      let ticks = line.prefix { $0 == UInt8(ascii: "`") }.count
      if let block = open {
        if ticks >= block.fence, line.dropFirst(ticks).allSatisfy({ $0 <= 0x20 }) {
          if block.isWanted { snippets.append((Array(bytes[block.start..<start]), block.start)) }
          open = nil
        }
      } else if ticks >= 3 {
        let info = line.dropFirst(ticks).drop { $0 == 0x20 }.prefix { $0 > 0x20 && $0 != UInt8(ascii: "{") }
        let isWanted = info.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }.elementsEqual(language.utf8)
        open = (ticks, min(end + 1, bytes.count), isWanted)
      }
      start = end + 1
    }
    return snippets
  }
}

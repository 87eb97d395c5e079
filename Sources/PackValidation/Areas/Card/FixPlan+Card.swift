import ModelDir
import PackYAML

extension FixPlan {
  /// Gives a field of the card's front matter its value, where it has none.
  mutating func completeCard(_ key: String, _ value: String, for rule: String) {
    guard package.documents.mode != nil, let card = bytes(PackageLayout.card),
      let values = CardEditing.frontMatter(card), values[key] == nil || values[key]?.isNull == true
    else { return }
    let changed =
      values[key] == nil
      ? CardEditing.adding(key, value, to: card) : CardEditing.replacing(key, with: value, in: card)
    if let changed { write(PackageLayout.card, changed, for: rule) }
  }
}

import ModelDir

/// Changes of the card.
extension ExamplePackage {
  /// Replaces a text wherever the card has it.
  package func replaceInCard(_ old: String, with new: String) throws {
    try replaceAll(old, with: new, in: PackageLayout.card)
  }

  /// Adds a field to the card's front matter.
  package func addToCard(_ field: String) throws {
    try replaceInCard("base_model:", with: "\(field)\nbase_model:")
  }
}

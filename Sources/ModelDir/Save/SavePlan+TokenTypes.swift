import PackEncoders
extension SavePlan {
  /// Whether the model is given token types: as asked for, else as the source records, else where the model has several and
  /// its tokenizer does not leave them out.
  static func usesTokenTypes(_ options: SaveOptions, _ source: SaveSource) throws -> Bool {
    if let said = options.usesTokenTypeIDs ?? source.settings.usesTokenTypeIDs { return said }
    return try source.model.encoder.shape.typeCount > 1 && source.tokenizer.namesTokenTypeIDs() ?? true
  }
}

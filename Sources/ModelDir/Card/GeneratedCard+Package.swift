import PackCheckpoints
import PackEncoders
import PackFiles
import PackJSON

extension GeneratedCard {
  /// The card that `save` would write for a package, under the name that the package's card has for the model.
  ///
  /// - Parameters:
  ///   - directory: the package.
  ///   - name: what the package is called where its card has no name for the model.
  ///   - card: the package's card.
  ///   - reference: the recorded outputs; nil for those of the package.
  ///   - facts: what was found out by running the package.
  /// - Throws: what cannot be read of the package.
  package init(
    package directory: String, name: String, card: [UInt8], reference: ReferenceOutputs? = nil,
    facts: CardFacts
  ) throws {
    func document(_ path: String) throws -> JSONNode {
      try JSONDocument(readingFile: joinPath(directory, path)).root
    }
    let config = try PackageConfig(document(PackageLayout.config))
    let subModel = config.mode.subModelDirectory
    let recording = joinPath(directory, PackageLayout.referenceOutputs)
    let recorded =
      try reference
      ?? (fileKind(recording) == .file ? ReferenceOutputs(document(PackageLayout.referenceOutputs)) : nil)
    try self.init(
      name: CardNames.names(in: card).first(where: ModelName.isValid)
        ?? ModelName.made(of: lastPathComponent(name)),
      config: config,
      family: EncoderFamily(config: document(joinPath(subModel, PackageLayout.config))),
      parameterCount: Checkpoint(directory: joinPath(directory, subModel)).parameterCount,
      headParameterCount: Checkpoint(directory: joinPath(directory, PackageLayout.head)).parameterCount,
      hasSourceCard: fileKind(joinPath(directory, PackageLayout.sourceCard)) == .file, card: card,
      reference: recorded, facts: facts)
  }
}

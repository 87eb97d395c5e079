import PackCheckpoints
import PackDigests
import PackFiles
import PackJSON

extension SavePlan {
  /// The outputs that a package carries which is saved again: where nothing is asked for that changes them.
  static func keptReference(
    _ options: SaveOptions, _ source: SaveSource, decisions: inout [SaveText]
  ) throws -> ReferenceOutputs? {
    let path = joinPath(source.root, PackageLayout.referenceOutputs)
    guard case .knownLayout = options.source, !source.carriesCard, fileKind(path) == .file,
      options.pruningHead == nil, options.dtype == nil, options.maximumLength == nil,
      options.hiddenStateSource == nil, options.usesTokenTypeIDs == nil
    else { return nil }
    let text = try readFile(path, limit: PackageLimits.jsonBytes)
    let reference = try ReferenceOutputs(JSONDocument(bytes: text, name: path).root)
    decisions.append("the recorded outputs of the source are kept: origin \(reference.origin.rawValue)")
    return reference
  }

  /// Writes the outputs that were recorded before, with the digests of the weights that are in the package now.
  func writeReference(to root: String) throws {
    guard var reference else { return }
    reference.weights = try weightDigests(in: root)
    try writeFile(joinPath(root, PackageLayout.referenceOutputs), reference.fileText)
  }

  /// Takes out what was to be compared and not to be published.
  func removeUnpublishedCases(from root: String) throws {
    guard var reference, !reference.cases.allSatisfy(\.isPublished) else { return }
    reference.weights = try weightDigests(in: root)
    reference.cases.removeAll { !$0.isPublished }
    try replaceFile(joinPath(root, PackageLayout.referenceOutputs), Array(reference.fileText.utf8))
  }

  private func weightDigests(in root: String) throws -> [String: SHA256Digest] {
    var digests: [String: SHA256Digest] = [:]
    for directory in [config.mode.subModelDirectory, PackageLayout.head] {
      for entry in try listDirectory(joinPath(root, directory), shouldEnter: { _ in false })
      where entry.path.hasSuffix(".safetensors") {
        let name = joinPath(directory, entry.path)
        digests[name] = try SHA256Digest(of: MappedFile(joinPath(root, name)), name: name)
      }
    }
    return digests
  }
}

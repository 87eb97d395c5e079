import PackCheckpoints
import PackDigests
import PackFiles

extension SavePlan {
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

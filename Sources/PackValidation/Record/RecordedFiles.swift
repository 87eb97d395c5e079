import ModelDir
import PackFiles

/// Puts recorded outputs into a package together with the card that tells of them.
enum RecordedFiles {
  /// Writes both files or, where that fails or is cut off, neither.
  ///
  /// - Parameters:
  ///   - recording: the text of reference_outputs.json.
  ///   - card: the card; nil where it stays as it is.
  ///   - root: the package.
  /// - Throws: ``PackFiles/FileError``; the package is then as it was, or the next command that opens it finishes the change.
  static func write(_ recording: [UInt8], card: [UInt8]?, to root: String) throws {
    let files =
      [(PackageLayout.referenceOutputs, recording)] + (card.map { [(PackageLayout.card, $0)] } ?? [])
    guard card != nil, let root = resolvedPath(root),
      files.allSatisfy({ [.file, nil].contains(fileKind(joinPath(root, $0.0), followingLinks: false)) })
    else {
      // A link is replaced and not followed: in the Hub's cache it leads to a file whose name is its digest.
      for (name, bytes) in files { try replaceFile(joinPath(root, name), bytes, followsLinks: false) }
      return
    }
    let staged = try StagedDirectory(for: joinPath(root, "recorded"))
    var changes: [JournalChange] = []
    for (name, bytes) in files {
      let (target, new) = (joinPath(root, name), joinPath(staged.path, name))
      try writeFile(new, bytes)
      copyMode(of: target, to: new)
      let isNew = fileKind(target, followingLinks: false) == nil
      changes.append(JournalChange(path: name, action: isNew ? .create : .replace))
    }
    try PackageJournal.carryOut(changes, in: root, from: staged)
    _ = staged.remove()
  }
}

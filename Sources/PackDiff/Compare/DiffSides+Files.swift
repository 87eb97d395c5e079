import ModelDir
import PackCheckpoints
import PackFiles

extension DiffSides {
  /// The Python files.
  func code() -> DiffSection {
    let paths = paths { $0.hasSuffix(".py") }
    let entries = paths.compactMap { path in
      DiffEntry(
        path, old: old.digests[path].map { "sha256 \($0)" }, new: new.digests[path].map { "sha256 \($0)" })
    }
    return DiffSection(
      name: "code", summary: "\(paths.count) files, \(entries.isEmpty ? "equal" : "\(entries.count) differ")",
      entries: entries)
  }

  /// All other files. What was recorded, and who signed, is not what users run; weights in other shards are the same tensors.
  func files() -> DiffSection {
    let paths = paths { !$0.hasSuffix(".py") }
    let entries = paths.filter { !isSame($0) && isOther($0) }.map { path in
      DiffEntry(
        path, old.digests[path] == nil ? .new : new.digests[path] == nil ? .gone : .changed,
        isVisible: !isUnseen(path))
    }
    return DiffSection(name: "files", summary: "\(paths.count) files compared", entries: entries)
  }

  /// Whether no other section speaks of a file.
  private func isOther(_ path: String) -> Bool {
    let name = lastPathComponent(path)
    return !Self.isSettings(path) && name != PackageLayout.tokenizer && path != PackageLayout.card
      && !PackageLayout.licenseFiles.contains(path) && !isWeights(path)
  }

  private func isWeights(_ path: String) -> Bool {
    [old, new].contains { side in
      side.weights.contains { part in part.checkpoint.files.contains { $0.name == path } }
    }
  }

  private func isUnseen(_ path: String) -> Bool {
    let name = lastPathComponent(path)
    return path == PackageLayout.referenceOutputs || path == PackageLayout.signature
      || Self.repeated.contains(name) || name.hasSuffix(".safetensors.index.json")
      || path == ".gitattributes" || path == ".gitignore"
  }
}

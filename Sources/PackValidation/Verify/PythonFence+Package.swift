import ModelDir
import PackFiles
import PackPythonCode

extension PythonFence {
  /// Links in a source that are followed; more are not a model's.
  private static let linkLimit = 1_000

  /// What an interpreter needs to run a package.
  ///
  /// - Parameters:
  ///   - package: the package.
  ///   - root: its directory, with every link followed.
  ///   - copy: a copy of it, to be run as well.
  ///   - source: what it was made from, to be run as well.
  ///   - isOpen: whether there is no fence.
  init(
    _ package: PackageInspection, root: String, copy: String? = nil, source: RunnableSource? = nil,
    isOpen: Bool
  ) {
    var paths = [root] + (copy.map { [$0] } ?? [])
    paths += package.listing.entries.compactMap { package.listing.blob(of: $0) }
    let weights = package.listing.filePaths.reduce(0) { $0 + (fileSize(joinPath(root, $1)) ?? 0) }
    for directory in Set([source?.directory, source?.tokenizerDirectory].compactMap { $0 }).sorted() {
      // A source is the user's own, and its links are followed wherever they lead.
      let links = (try? listDirectory(directory))?.filter { $0.kind == .link } ?? []
      paths.append(directory)
      paths += links.prefix(Self.linkLimit).compactMap { resolvedPath(joinPath(directory, $0.path)) }
    }
    self.init(readable: paths, weights: weights, isOpen: isOpen)
  }
}

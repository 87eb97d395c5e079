import PackFiles

extension SettingsFile {
  /// Whether a settings file lies inside a package: then it is not read as settings of that package's own gate, since
  /// the author of the package would configure its check.
  ///
  /// - Parameters:
  ///   - path: the settings file.
  ///   - package: the package's directory.
  public static func isInside(_ path: String, package: String) -> Bool {
    guard let root = resolvedPath(package) else { return false }
    let inside = root.utf8.last == UInt8(ascii: "/") ? root : root + "/"
    // A link inside the package does not make the file another's, nor does a link to a file inside it.
    let name = joinPath(resolvedPath(parentPath(path)) ?? parentPath(path), lastPathComponent(path))
    return [name, resolvedPath(path)].compactMap { $0 }.contains {
      $0.utf8.starts(with: inside.utf8) || isBelow($0, root)
    }
  }

  /// Whether a directory above a path is the root by whatever name: on a file system that takes `A` for `a`, or mounted twice.
  private static func isBelow(_ path: String, _ root: String) -> Bool {
    var directory = path
    while directory != "/", directory != "." {
      directory = parentPath(directory)
      if isSameFile(directory, root) { return true }
    }
    return false
  }

  /// The settings file that lies at the root of a package and is not read.
  ///
  /// - Parameter named: the file that was named to be read, which may be this one.
  public static func unread(in package: String, named: String?) -> String? {
    let own = joinPath(package, defaultName)
    guard fileKind(own, followingLinks: false) != nil else { return nil }
    if let named, resolvedPath(named) == resolvedPath(own) { return nil }
    return own
  }
}

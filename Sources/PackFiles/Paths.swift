/// Joins path components with single slashes.
public func joinPath(_ directory: String, _ component: String) -> String {
  if directory.isEmpty { return component }
  if component.isEmpty { return directory }
  return directory.utf8.last == UInt8(ascii: "/") ? directory + component : directory + "/" + component
}

/// The path without its last component: `a/b` gives `a`, `b` gives `.`, `/b` gives `/`.
public func parentPath(_ path: String) -> String {
  let trimmed = withoutTrailingSlashes(path)
  guard let slash = trimmed.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
  let parent = withoutTrailingSlashes(String(trimmed[..<slash]))
  return parent.isEmpty ? "/" : parent
}

/// The last component of a path: `a/b/` gives `b`.
public func lastPathComponent(_ path: String) -> String {
  let trimmed = withoutTrailingSlashes(path)
  guard let slash = trimmed.utf8.lastIndex(of: UInt8(ascii: "/")) else { return trimmed }
  let name = trimmed[trimmed.utf8.index(after: slash)...]
  return name.isEmpty ? "/" : String(name)
}

private func withoutTrailingSlashes(_ path: String) -> String {
  var end = path.utf8.endIndex
  while end > path.utf8.startIndex {
    let before = path.utf8.index(before: end)
    guard path.utf8[before] == UInt8(ascii: "/"), before > path.utf8.startIndex else { break }
    end = before
  }
  return String(path[..<end])
}

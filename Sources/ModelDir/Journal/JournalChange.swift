import PackFiles

/// A change that a repair makes in a package.
package struct JournalChange: Sendable, Hashable {
  /// What is done.
  package enum Action: String, Sendable {
    /// A file takes the place of another.
    case replace
    /// A file appears.
    case create
    /// A file goes away, or a directory with all that is in it.
    case remove
  }

  /// Where, relative to the package.
  package let path: String
  /// What.
  package let action: Action

  /// A change.
  package init(path: String, action: Action) {
    self.path = path
    self.action = action
  }

  /// Whether the path stays inside the package, and away from what is no part of one.
  var isInsidePackage: Bool {
    let components = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    guard let first = components.first, !PackageLimits.foreignDirectories.contains(first),
      !TemporaryName.isOwn(first), first != TemporaryName.journal
    else { return false }
    return components.allSatisfy { !["", ".", ".."].contains($0) && !$0.utf8.contains(0) }
  }
}

import ModelDir
import PackHub

extension PublishRefusal {
  /// What to do about it.
  ///
  /// - Parameter repository: where the package was to go.
  func message(_ repository: RepositoryName) -> String {
    switch self {
    case .otherFiles(let paths):
      "\(repository) has files that the package does not have: \(Self.listed(paths)); --mirror deletes them in the same "
        + "commit; nothing was sent"
    case .cardWouldBeLost(let lines):
      "README.md of \(repository) has text of its own, such as \(lines[0].prefix(80).debugDescription); --replace-card "
        + "replaces it; nothing was sent"
    case .license(let license):
      "the license, \(license), does not allow modified versions to be shared, and \(repository) is public; publish it with "
        + "--private, or with --license-checked if its authors agree; nothing was sent"
    case .signedCardChanges:
      "the package is signed, and its card would name \(repository): save it with --name \(repository), and sign it again, or sign it while it is published, with --sign-key; "
        + "nothing was sent"
    case .isPublic: "\(repository) exists and is public: leave out --private; nothing was sent"
    }
  }

  private static func listed(_ paths: [String]) -> String {
    paths.prefix(5).joined(separator: ", ") + (paths.count > 5 ? " and \(paths.count - 5) more" : "")
  }
}

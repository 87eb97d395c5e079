/// A file for a CI system that holds packages against the rules.
public enum ContinuousIntegration: String, Sendable, CaseIterable {
  /// A workflow of GitHub Actions.
  case github
  /// A job of GitLab.
  case gitlab
  /// A configuration of pre-commit.
  case preCommit = "pre-commit"

  /// The file's text.
  ///
  /// - Parameters:
  ///   - repository: owner and name of the repository that has the action.
  ///   - version: the release that is used.
  public func text(repository: String, version: String) -> String {
    let bytes =
      switch self {
      case .github: PackageResources.github_yml
      case .gitlab: PackageResources.gitlab_yml
      case .preCommit: PackageResources.pre_commit_yml
      }
    return String(decoding: bytes, as: UTF8.self).replacing("{{repository}}", with: repository)
      .replacing("{{version}}", with: version)
  }
}

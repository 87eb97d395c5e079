/// A file for a CI system that holds packages against the rules.
public enum ContinuousIntegration: String, Sendable, CaseIterable {
  /// A workflow of GitHub Actions.
  case github
  /// A job of GitLab.
  case gitlab
  /// A configuration of pre-commit.
  case preCommit = "pre-commit"

  /// The workflow of GitHub Actions that publishes a package when a tag is pushed.
  ///
  /// - Parameter version: the release that is used.
  public static func publishingText(version: String) -> String {
    String(decoding: PackageResources.github_publish_yml, as: UTF8.self).replacing(
      "{{version}}", with: version)
  }

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

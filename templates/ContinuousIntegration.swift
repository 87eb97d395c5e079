import CPackTexts
import PackFiles

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
    ctexts_github_publish().string.replacing("{{version}}", with: version)
  }

  /// The file's text.
  ///
  /// - Parameters:
  ///   - repository: owner and name of the repository that has the action.
  ///   - version: the release that is used.
  public func text(repository: String, version: String) -> String {
    let template =
      switch self {
      case .github: ctexts_github()
      case .gitlab: ctexts_gitlab()
      case .preCommit: ctexts_pre_commit()
      }
    return template.string.replacing("{{repository}}", with: repository).replacing(
      "{{version}}", with: version)
  }
}

public import ModelDir

/// Where a package is published, and what its publisher has agreed to.
public struct PublishOptions: Sendable {
  /// The repository.
  public var repository: RepositoryName
  /// The branch.
  public var branch = "main"
  /// Whether a pull request is opened instead of changing the branch.
  public var opensPullRequest = false
  /// Whether a repository that is created is private.
  public var isPrivate = false
  /// Whether files that the package lacks are deleted.
  public var deletesOthers = false
  /// The commit's message.
  public var message: String
  /// Whether a card that somebody wrote may be replaced.
  public var replacesCard = false
  /// Whether the publisher may publish it, although the license forbids changed versions.
  public var isLicenseChecked = false
  /// Whether nothing is sent.
  public var isDryRun = false

  /// Creates options with every default.
  public init(repository: RepositoryName, message: String) {
    self.repository = repository
    self.message = message
  }
}

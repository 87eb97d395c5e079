/// What a publisher has to agree to first; nothing was sent.
package enum PublishRefusal: Error, Sendable, Hashable {
  /// The repository has files that the package lacks.
  case otherFiles([String])
  /// The repository's card has lines of somebody's own.
  case cardWouldBeLost([String])
  /// The license forbids changed versions, and the repository is public.
  case license(String)
  /// The package is signed, and its card would change.
  case signedCardChanges
  /// The repository is public, and a private one was asked for.
  case isPublic
}

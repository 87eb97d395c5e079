package import PackJSON

/// What was published, and what lies on the Hub since: docs/receipt.schema.json.
package struct Receipt: Sendable {
  /// How it went.
  package enum Verdict: String, Sendable {
    /// Nothing was sent, since that was asked for.
    case planned
    /// What lies there is what was verified.
    case published
    /// It is not.
    case differs
  }

  package var verdict: Verdict
  package var repository: String
  package var endpoint: String
  package var branch: String
  /// The commit that the branch was at.
  package var parent: String?
  /// Whether that commit had a package of this kind.
  package var parentHasPackage: Bool
  package var commit: String?
  package var url: String?
  package var pullRequest: String?
  package var rootDigest: String
  /// SHA-256 of the card in the package, and of the one that was sent.
  package var card: (before: String, after: String)?
  package var files: [DigestedFile]
  package var plan: PublishPlan
  package var differences: [Difference]

  /// The receipt as JSON.
  ///
  /// - Parameter version: of this tool.
  package func json(version: String) -> JSONValue {
    let changes = Dictionary(uniqueKeysWithValues: plan.entries.map { ($0.path, $0.change.rawValue) })
    return .object([
      "receipt_format": .int(1), "verdict": .string(verdict.rawValue),
      "tool": .object(["name": .string("pruning-pack"), "version": .string(version)]),
      "repository": .string(repository), "endpoint": .string(endpoint), "branch": .string(branch),
      "parent": text(parent), "commit": text(commit), "url": text(url), "pull_request": text(pullRequest),
      "root_digest": .string(rootDigest),
      "card": card.map { .object(["before": .string($0.before), "after": .string($0.after)]) } ?? .null,
      "files": .array(
        files.map { file in
          .object([
            "path": .string(file.path), "size": .int(file.size), "sha256": .string(file.sha256),
            "git_sha1": .string(file.gitSHA1), "change": .string(changes[file.path] ?? "same"),
          ])
        }),
      "deleted": .array(plan.paths(.deleted).map { .string($0) }),
      "differences": .array(
        differences.map { .object(["path": .string($0.path), "problem": .string($0.problem)]) }),
    ])
  }

  private func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
}

import ModelDir
import PackFiles
import PackJSON

/// Publishes a package: what lies on the Hub afterwards is, byte for byte, what was verified.
package struct Publisher {
  private let root: String
  private let options: PublishOptions
  private let client: HubClient
  private let threads: Int
  private let sign: ((_ directory: String, _ known: [[UInt8]]) throws -> [UInt8])?
  private let verify: (_ directory: String) throws -> Void
  private let whenTold: (HubStage) -> Void

  /// Prepares a publication.
  ///
  /// - Parameters:
  ///   - root: the package's directory, which is only read.
  ///   - options: where it goes, and what its publisher has agreed to.
  ///   - client: the Hub's client.
  ///   - threads: how many threads may be used.
  ///   - sign: signs the files of a directory, and returns the signature: one of those that are known where it holds for the same
  ///     files and key, else a new one; nil to send what the package has.
  ///   - verify: verifies the package in a directory, and throws where it must not be published.
  ///   - whenTold: is told how far the client is.
  package init(
    root: String, options: PublishOptions, client: HubClient, threads: Int,
    sign: ((_ directory: String, _ known: [[UInt8]]) throws -> [UInt8])? = nil,
    verify: @escaping (_ directory: String) throws -> Void, whenTold: @escaping (HubStage) -> Void
  ) {
    self.root = root
    self.options = options
    self.client = client
    self.threads = threads
    self.sign = sign
    self.verify = verify
    self.whenTold = whenTold
  }

  /// Verifies, stages, sends and compares.
  ///
  /// - Returns: the receipt; its verdict says whether anything was sent, and whether it is right.
  /// - Throws: ``PublishRefusal``, ``HubError``, ``PackFiles/FileError``, or what the verification throws; the branch is then as
  ///   it was, but for a commit that the error names.
  package func run() throws -> Receipt {
    let files = try FileWatch.during([root]) { watch in
      try verify(root)
      let files = try DigestedFile.all(in: root, threads: threads)
      try watch.check()
      return files
    }
    let staged = try StagedRelease(of: root, files: files, threads: threads)
    let card = try stageCard(staged)
    let remote = try look(staged)
    try stageSignature(staged, remote)
    let plan = PublishPlan(staged.files, remote.files)
    try requireAgreement(staged, plan, remote)
    var receipt = Receipt(
      verdict: .planned, repository: "\(options.repository)", endpoint: remote.endpoint,
      branch: options.branch,
      parent: remote.head,
      parentHasPackage: remote.files.contains { $0.path == PackageLayout.compatibleConfig },
      rootDigest: try DigestedFile.rootDigest(staged.files), card: card, files: staged.files, plan: plan,
      differences: [])
    if options.isDryRun { return receipt }
    if plan.isEmpty, remote.exists, remote.hasBranch {
      // It is there already, and was compared just now.
      receipt.verdict = .published
      receipt.commit = remote.head
      receipt.url = remote.head.map { "\(remote.endpoint)/\(options.repository)/commit/\($0)" }
      return receipt
    }
    return try send(staged, plan, remote, receipt)
  }

  /// Gives the card its name on the Hub, and verifies the result.
  private func stageCard(_ staged: StagedRelease) throws -> (before: String, after: String)? {
    let path = joinPath(staged.path, PackageLayout.card)
    guard fileKind(path) == .file else { return nil }
    let old = try readFile(path, name: PackageLayout.card)
    let new = CardNames.renamed(old, to: options.repository)
    guard new != old else { return nil }
    if sign == nil, staged.files.contains(where: { $0.path == PackageLayout.signature }) {
      throw PublishRefusal.signedCardChanges
    }
    let digest = { staged.files.first { $0.path == PackageLayout.card }?.sha256 ?? "" }
    let before = digest()
    try staged.replace(PackageLayout.card, new)
    // What is signed is verified with its signature.
    if sign == nil {
      try verify(staged.path)
      try staged.requireUnchanged(threads: threads)
    }
    return (before, digest())
  }

  /// Signs what is to be sent, last of all, and verifies the result. What lies there and is signed already is not signed again: two
  /// signatures of the same files differ, and would be two releases.
  private func stageSignature(_ staged: StagedRelease, _ remote: HubAnswer.Remote) throws {
    guard let sign else { return }
    let known = remote.signature.map { [Array($0.utf8)] } ?? []
    try staged.put(PackageLayout.signature, try sign(staged.path, known))
    try verify(staged.path)
    try staged.requireUnchanged(threads: threads)
  }

  private func look(_ staged: StagedRelease) throws(HubError) -> HubAnswer.Remote {
    let answer = try client.ask(
      [
        "do": .string("look"), "repository": .string("\(options.repository)"),
        "revision": .string(options.branch), "scratch": .string(staged.scratch),
        "signature": sign == nil ? .null : .string(PackageLayout.signature),
      ], about: options.repository, whenTold: whenTold)
    guard let remote = answer.remote else {
      throw HubError(.clientFailed, client.interpreter, "the Hub's client gave no answer")
    }
    return remote
  }

  private func requireAgreement(
    _ staged: StagedRelease, _ plan: PublishPlan, _ remote: HubAnswer.Remote
  ) throws {
    let isPrivate = remote.exists ? remote.isPrivate == true : options.isPrivate
    if remote.exists, options.isPrivate, !isPrivate { throw PublishRefusal.isPublic }
    let card = try? readFile(joinPath(staged.path, PackageLayout.card), name: PackageLayout.card)
    if !isPrivate, !options.isLicenseChecked, let card,
      let license = try? FrontMatter(card: card, name: PackageLayout.card)?.license,
      LicenseTerms.forbidDerivatives(license)
    {
      throw PublishRefusal.license(license)
    }
    let others = plan.paths(.deleted)
    if !others.isEmpty, !options.deletesOthers { throw PublishRefusal.otherFiles(others) }
    if !options.replacesCard, let there = remote.card {
      let lost = CardProse.lost(from: there, in: card.map { String(decoding: $0, as: UTF8.self) } ?? "")
      if !lost.isEmpty { throw PublishRefusal.cardWouldBeLost(lost) }
    }
  }

  private func send(
    _ staged: StagedRelease, _ plan: PublishPlan, _ remote: HubAnswer.Remote, _ receipt: Receipt
  ) throws -> Receipt {
    let sent = Set(plan.paths(.new, .changed))
    let ignore =
      staged.files.contains { $0.path == ".gitignore" }
      ? String(decoding: try readFile(joinPath(staged.path, ".gitignore")), as: UTF8.self) : nil
    let files = staged.files.filter { sent.contains($0.path) }.map { file in
      JSONValue.object([
        "path": .string(file.path), "from": .string(joinPath(staged.path, file.path)),
        "size": .int(file.size),
        "sha256": .string(file.sha256),
      ])
    }
    let answer = try client.ask(
      [
        "do": .string("publish"), "repository": .string("\(options.repository)"),
        "revision": .string(options.branch), "create_pr": .bool(options.opensPullRequest),
        "private": .bool(options.isPrivate), "exists": .bool(remote.exists),
        "has_branch": .bool(remote.hasBranch),
        "head": remote.head.map { .string($0) } ?? .null, "message": .string(options.message),
        "files": .array(files), "delete": .array(plan.paths(.deleted).map { .string($0) }),
        "git_ignore": ignore.map { .string($0) } ?? .null,
      ], about: options.repository, whenTold: whenTold)
    guard let commit = answer.commit, let tree = answer.tree else {
      throw HubError(.clientFailed, client.interpreter, "the Hub's client gave no answer")
    }
    var receipt = receipt
    receipt.differences = Difference.all(staged.files, tree)
    guard commit.isCertain || receipt.differences.isEmpty else {
      throw HubError(
        .moved, "\(options.repository)",
        "the connection broke while the commit was made, and the branch has moved to another one; it may not be there",
        found: "commit \(commit.id)")
    }
    receipt.verdict = receipt.differences.isEmpty ? .published : .differs
    receipt.commit = commit.id
    receipt.url = commit.url
    receipt.pullRequest = commit.pullRequest
    receipt.parent = commit.parent ?? receipt.parent
    return receipt
  }
}

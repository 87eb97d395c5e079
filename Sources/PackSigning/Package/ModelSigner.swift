import PackDigests
public import PackFiles
import PackJSON
import PackThreads

/// Signs all files of a directory: OpenSSF Model Signing 1.0.
public struct ModelSigner {
  private let key: SigningKey
  private let certificates: [SigningCertificate]

  /// A signer.
  ///
  /// - Parameters:
  ///   - key: the private key.
  ///   - certificates: the key's own, then those between it and an authority; none to sign with the key alone.
  ///   - name: what errors call the certificates.
  /// - Throws: ``SigningError`` where the first certificate is not the key's.
  public init(key: SigningKey, certificates: [SigningCertificate], name: String) throws(SigningError) {
    if let own = certificates.first, try own.key(name: name) != key.verifyingKey {
      throw SigningError(
        .certificate, at: Place(file: name), problem: "the first certificate is not the key's",
        expected: "a certificate for the key that signs", found: own.subject)
    }
    self.key = key
    self.certificates = certificates
  }

  /// What no signature covers.
  private static let unsigned = Set((SigningNames.foreign + [SigningNames.signature]).map { ExactText($0) })

  /// The key by which signatures are checked.
  public var verifyingKey: VerifyingKey { key.verifyingKey }

  /// Signs a directory.
  ///
  /// - Parameters:
  ///   - root: the directory.
  ///   - name: what the statement calls it.
  ///   - output: the signature's path in the directory, if it is to lie there.
  ///   - threads: how many threads may be used.
  /// - Returns: the bundle's bytes, and how many files were signed.
  /// - Throws: ``SigningError``; ``PackFiles/FileError``, where a file changes meanwhile, too.
  public func sign(
    _ root: String, name: String, output: String?, threads: Int
  ) throws -> (bundle: [UInt8], fileCount: Int) {
    try FileWatch.during([root]) { watch in
      let ignored = Self.unsigned.union([output].compactMap { $0 }.map { ExactText($0) })
      let files = try Self.files(of: root, without: ignored)
      let digests = concurrently(files.count, threads: threads) { index in
        Result { try SHA256Digest(of: MappedFile(joinPath(root, files[index]), name: files[index])) }
      }
      let resources = try zip(files, digests).map { path, digest in
        SignedStatement.Resource(path: path, range: nil, digest: try digest.get())
      }
      try watch.check()
      let statement = SignedStatement(
        name: name, resources: resources, ignoredPaths: ignored.sorted().map(\.text))
      return (Array(try bundle(of: statement).utf8), files.count)
    }
  }

  /// The signature of a directory: the one that it has, or a known one, where that is by this key over these files, else a new one.
  ///
  /// - Parameters:
  ///   - root: the directory.
  ///   - name: what a new statement calls it.
  ///   - known: signatures from elsewhere.
  ///   - threads: how many threads may be used.
  public func signature(of root: String, name: String, known: [[UInt8]], threads: Int) throws -> [UInt8] {
    let path = joinPath(root, SigningNames.signature)
    let own = fileKind(path) == .file ? [try readFile(path, limit: SigningNames.sizeLimit)] : []
    for bytes in own + known {
      guard let bundle = try? SignatureBundle(bytes: bytes, name: path),
        (try? bundle.requireSigner(.key(verifyingKey))) != nil, let statement = try? SignedStatement(bundle)
      else { continue }
      let files = try Self.files(of: root, without: Self.unsigned)
      if try statement.differences(in: root, files: files, threads: threads).isEmpty { return bytes }
    }
    return try sign(root, name: name, output: nil, threads: threads).bundle
  }

  private func bundle(of statement: SignedStatement) throws(SigningError) -> String {
    let payload = try statement.payload()
    let signature = try key.signature(of: SignatureBundle.signedBytes(payload))
    let bundle = SignatureBundle(
      signer: certificates.isEmpty
        ? .key(hint: key.verifyingKey.hint) : .certificates(certificates),
      payload: payload, signature: signature, name: SigningNames.signature)
    let text = bundle.json.text(.line) + "\n"
    // What is handed out has been checked as anybody would.
    let written = try SignatureBundle(bytes: Array(text.utf8), name: SigningNames.signature)
    try written.requireSigner(.key(key.verifyingKey))
    _ = try SignedStatement(written)
    return text
  }

  /// The files that a signature covers, in the order of their names' code points.
  private static func files(of root: String, without ignored: Set<ExactText>) throws -> [String] {
    let entries = try listDirectory(root, limit: 120_000) { !ignored.contains(ExactText($0)) }
    var files: [String] = []
    for entry in entries where !ignored.contains(ExactText(entry.path)) {
      if TemporaryName.isFirst(in: entry.path) { continue }
      switch entry.kind {
      case .directory: continue
      case .file: files.append(entry.path)
      case .link, .other:
        throw SigningError(
          .directory, at: Place(file: entry.path),
          problem: "\(entry.kind == .link ? "a link" : "a special file") cannot be signed",
          expected: "regular files only; copy the package first, as `cp -rL` does")
      }
    }
    guard !files.isEmpty else {
      throw SigningError(
        .directory, at: Place(file: root), problem: "there is nothing to sign", expected: "files")
    }
    return files
  }
}

public import PackFiles
import PackJSON

/// Who is expected to have signed.
public enum TrustedSigner: Sendable, Hashable {
  /// Who has the private half of this key.
  case key(VerifyingKey)
  /// Who has a certificate for which these vouch.
  case certificates([SigningCertificate])

  /// Reads a public key.
  ///
  /// - Parameter path: a PEM file.
  /// - Throws: ``SigningError`` or ``PackFiles/FileError``.
  public init(publicKey path: String) throws {
    self = .key(try VerifyingKey(pem: try readFile(path, limit: PEMBlock.sizeLimit), name: path))
  }

  /// Reads certificates.
  ///
  /// - Parameter paths: PEM files, each with one certificate or more.
  /// - Throws: ``SigningError`` or ``PackFiles/FileError``.
  public init(certificates paths: [String]) throws {
    self = .certificates(
      try paths.flatMap { path in
        try SigningCertificate.all(pem: try readFile(path, limit: PEMBlock.sizeLimit), name: path)
      })
  }
}

extension SignatureBundle {
  /// The key by which the bundle's signature can be checked, as far as the bundle itself has it: of certificates, the signer's.
  public var ownKey: VerifyingKey? {
    guard case .certificates(let chain) = signer else { return nil }
    return try? chain.first?.key(name: name)
  }

  /// Whether a key signed the payload.
  public func isSigned(by key: VerifyingKey) -> Bool {
    key.accepts(signature, of: Self.signedBytes(payload))
  }

  /// Requires that whom the user trusts has signed the payload: first who it was, then the signature.
  ///
  /// - Throws: ``SigningError``, which says what is otherwise.
  public func requireSigner(_ trusted: TrustedSigner) throws(SigningError) {
    let material = Place(file: name, jsonPath: "$.verificationMaterial")
    let key: VerifyingKey
    switch (trusted, signer) {
    case (.key(let expected), .key(let hint)):
      if let hint, hint != expected.hint {
        throw SigningError(
          .untrusted, at: Place(file: name, jsonPath: "$.verificationMaterial.publicKey.hint"),
          problem: "signed with another key", expected: expected.hint, found: hint.quotedForMessage)
      }
      guard statedKey?.fits(expected) ?? true else {
        throw SigningError(
          .untrusted, at: Place(file: name, jsonPath: "$.verificationMaterial.publicKey"),
          problem: "signed with another key", expected: expected.hint)
      }
      key = expected
    case (.key(let expected), .certificates(let chain)):
      guard let own = try chain.first?.key(name: name), own == expected else {
        throw SigningError(
          .untrusted, at: material, problem: "signed with another key", expected: expected.hint,
          found: "a certificate for \(chain.first?.subject ?? "nobody")")
      }
      key = own
    case (.certificates(let authorities), .certificates(let chain)):
      do throws(SigningError) {
        try SigningCertificate.verify(chain, trusted: authorities, name: name)
        guard let own = try chain.first?.key(name: name) else {
          throw SigningError(.certificate, at: material, problem: "no certificate")
        }
        key = own
      } catch {
        throw SigningError(
          error.code, at: Place(file: name, jsonPath: "$.verificationMaterial.x509CertificateChain"),
          problem: error.problem, expected: error.expected, found: error.found)
      }
    case (.certificates, .key):
      throw SigningError(
        .untrusted, at: material, problem: "signed with a key and no certificate",
        expected: "a certificate that a trusted one vouches for")
    case (_, .keyless):
      throw SigningError(
        .untrusted, at: material, problem: "signed by sigstore, and not by the expected signer")
    }
    guard isSigned(by: key) else {
      throw SigningError(
        .signature, at: Place(file: name, jsonPath: "$.dsseEnvelope.signatures[0].sig"),
        problem: "the signature is not valid", expected: "a signature with the expected key over the payload")
    }
  }
}

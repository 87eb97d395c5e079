public import PackFiles

/// A certificate, X.509: on Linux only, since CryptoKit has none.
public struct SigningCertificate: Sendable, Hashable {
  /// Certificates of a chain: libcrypto goes no further.
  static let chainLimit = 100

  /// Whether this system's library reads certificates.
  public static var isSupported: Bool {
    #if canImport(CryptoKit)
      return false
    #else
      return true
    #endif
  }

  /// The certificate, DER.
  public let der: [UInt8]

  /// Reads all certificates of a PEM file.
  ///
  /// - Parameters:
  ///   - pem: a file with blocks `CERTIFICATE`.
  ///   - name: what errors call it.
  /// - Throws: ``SigningError``.
  public static func all(pem: [UInt8], name: String) throws(SigningError) -> [SigningCertificate] {
    try requireSupport(name)
    var certificates: [SigningCertificate] = []
    for block in PEMBlock.all(in: pem) where block.label == "CERTIFICATE" {
      guard let der = block.der else {
        throw SigningError(
          .certificate, at: Place(file: name), problem: "a certificate is damaged",
          expected: "base64 between its lines")
      }
      certificates.append(try SigningCertificate(der: der, name: name))
    }
    guard !certificates.isEmpty else {
      throw SigningError(
        .certificate, at: Place(file: name), problem: "no certificate",
        expected: "-----BEGIN CERTIFICATE-----",
        found: PEMBlock.phrase(for: pem))
    }
    return certificates
  }

  /// Reads a certificate, all of its bytes; where the system cannot, it is kept as it is.
  init(der: [UInt8], name: String) throws(SigningError) {
    #if !canImport(CryptoKit)
      guard LibcryptoCertificate(der) != nil else {
        throw SigningError(
          .certificate, at: Place(file: name), problem: "a certificate is damaged", expected: "X.509 in DER")
      }
    #endif
    self.der = der
  }

  /// The key that it is about.
  ///
  /// - Throws: ``SigningError`` for a key that cannot sign models.
  public func key(name: String) throws(SigningError) -> VerifyingKey {
    #if canImport(CryptoKit)
      throw Self.unsupported(name)
    #else
      guard let key = LibcryptoCertificate(der)?.key else {
        throw SigningError(
          .certificate, at: Place(file: name), problem: "the certificate's key cannot be read",
          expected: SigningCurve.names)
      }
      return try key.verifyingKey(name: name)
    #endif
  }

  /// Who it is about, `/O=Acme/CN=Release signing`.
  public var subject: String {
    #if canImport(CryptoKit)
      return "unknown"
    #else
      return LibcryptoCertificate(der)?.subject ?? "unknown"
    #endif
  }

  /// Requires that trusted certificates vouch for the first one of a chain, at the time from which that one holds, and that it
  /// is one for signing.
  ///
  /// The reference does the same: a certificate that has run out since does not take a release back.
  ///
  /// - Parameters:
  ///   - chain: the signer's certificate, then those between it and a trusted one.
  ///   - trusted: certificates of authorities, or the signer's own where it signed itself.
  ///   - name: what errors call the chain.
  /// - Throws: ``SigningError``.
  static func verify(
    _ chain: [SigningCertificate], trusted: [SigningCertificate], name: String
  ) throws(SigningError) {
    #if canImport(CryptoKit)
      throw unsupported(name)
    #else
      let others = chain.dropFirst().compactMap { LibcryptoCertificate($0.der) }
      guard let leaf = chain.first.flatMap({ LibcryptoCertificate($0.der) }) else {
        throw SigningError(.certificate, at: Place(file: name), problem: "no certificate")
      }
      let authorities = trusted.compactMap { LibcryptoCertificate($0.der) }
      if let problem = leaf.problem(others: others, trusted: authorities) {
        throw SigningError(
          .untrusted, at: Place(file: name), problem: "the signer's certificate is not trusted",
          expected: "one that a trusted certificate vouches for", found: "\(leaf.subject): \(problem)")
      }
      // What the way to a trusted one does not need is not looked at there: it has to be what its authority has signed all the same.
      if let stray = others.first(where: { !$0.isSigned(byOneOf: others + authorities) }) {
        throw SigningError(
          .untrusted, at: Place(file: name),
          problem: "a certificate of the chain is signed by none of the others",
          expected: "certificates between the signer's and a trusted one", found: stray.subject)
      }
      guard leaf.isForSigning else {
        throw SigningError(
          .untrusted, at: Place(file: name), problem: "the signer's certificate is not one for signing",
          expected: "the key usage digitalSignature, or the extended key usage codeSigning",
          found: leaf.subject)
      }
    #endif
  }

  private static func requireSupport(_ name: String) throws(SigningError) {
    #if canImport(CryptoKit)
      throw unsupported(name)
    #endif
  }

  #if canImport(CryptoKit)
    private static func unsupported(_ name: String) -> SigningError {
      SigningError(
        .unavailable, at: Place(file: name), problem: "certificates are read on Linux only",
        expected: "a key, or Linux")
    }
  #endif
}

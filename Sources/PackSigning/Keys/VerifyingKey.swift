import PackDigests
public import PackFiles

#if canImport(CryptoKit)
  import CryptoKit
#endif

/// The public key of who signs models.
public struct VerifyingKey: Sendable, Hashable {
  /// The curve.
  public let curve: SigningCurve
  /// SubjectPublicKeyInfo with an uncompressed point, DER.
  public let der: [UInt8]
  /// What a bundle says about the key that signed it: SHA-256 of ``pem``, 64 hexadecimal digits.
  public let hint: String

  /// Reads a key.
  ///
  /// - Parameters:
  ///   - pem: a file with a block `PUBLIC KEY`.
  ///   - name: what errors call it.
  /// - Throws: ``SigningError``.
  public init(pem: [UInt8], name: String) throws(SigningError) {
    guard let block = PEMBlock.all(in: pem).first, block.label == "PUBLIC KEY" else {
      throw SigningError(
        .key, at: Place(file: name), problem: "not a public key", expected: "-----BEGIN PUBLIC KEY-----",
        found: PEMBlock.phrase(for: pem))
    }
    guard let der = block.der else {
      throw SigningError(
        .key, at: Place(file: name), problem: "the public key is damaged",
        expected: "base64 between its lines")
    }
    try self.init(der: der, name: name)
  }

  /// The text by which ``hint`` names it: a PEM file of 64 columns that ends with a newline.
  public var pem: String { PEMBlock.text("PUBLIC KEY", der) }

  /// A key whose encoding is known to be the one that its hint is made of.
  init(curve: SigningCurve, canonical der: [UInt8], name: String) throws(SigningError) {
    self.curve = curve
    self.der = der
    do throws(DigestError) {
      hint = try SHA256Digest(of: Array(PEMBlock.text("PUBLIC KEY", der).utf8), name: name).description
    } catch {
      throw SigningError(.unavailable, error)
    }
  }

  /// Reads a SubjectPublicKeyInfo.
  init(der: [UInt8], name: String) throws(SigningError) {
    #if canImport(CryptoKit)
      if let key = try? P256.Signing.PublicKey(derRepresentation: der) {
        try self.init(curve: .p256, canonical: Array(key.derRepresentation), name: name)
      } else if let key = try? P384.Signing.PublicKey(derRepresentation: der) {
        try self.init(curve: .p384, canonical: Array(key.derRepresentation), name: name)
      } else if let key = try? P521.Signing.PublicKey(derRepresentation: der) {
        try self.init(curve: .p521, canonical: Array(key.derRepresentation), name: name)
      } else {
        throw SigningError(
          .key, at: Place(file: name), problem: "the public key cannot be used", expected: SigningCurve.names)
      }
    #else
      guard let key = LibcryptoKey(publicKey: der) else {
        throw SigningError(
          .key, at: Place(file: name), problem: "the public key is damaged",
          expected: "a SubjectPublicKeyInfo")
      }
      self = try key.verifyingKey(name: name)
    #endif
  }

  /// Whether it signed a message.
  ///
  /// - Parameters:
  ///   - signature: ECDSA in DER.
  ///   - message: what was signed, before it is hashed.
  public func accepts(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    #if canImport(CryptoKit)
      switch curve {
      case .p256:
        guard let key = try? P256.Signing.PublicKey(derRepresentation: der),
          let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature)
        else { return false }
        return key.isValidSignature(signature, for: message)
      case .p384:
        guard let key = try? P384.Signing.PublicKey(derRepresentation: der),
          let signature = try? P384.Signing.ECDSASignature(derRepresentation: signature)
        else { return false }
        return key.isValidSignature(signature, for: message)
      case .p521:
        guard let key = try? P521.Signing.PublicKey(derRepresentation: der),
          let signature = try? P521.Signing.ECDSASignature(derRepresentation: signature)
        else { return false }
        return key.isValidSignature(signature, for: message)
      }
    #else
      return LibcryptoKey(publicKey: der)?.accepts(signature, of: message, curve) ?? false
    #endif
  }
}

public import PackFiles

#if canImport(CryptoKit)
  import CryptoKit
#endif

/// The private key of who signs models.
public final class SigningKey {
  /// Its public half.
  public let verifyingKey: VerifyingKey

  #if canImport(CryptoKit)
    private let sign: (_ message: [UInt8]) throws -> [UInt8]
  #else
    private let key: LibcryptoKey
  #endif

  /// Bytes of a passphrase; libcrypto would cut off what is longer.
  public static let passphraseLimit = 1023

  /// Whether this system's library opens keys with a passphrase.
  public static var opensEncrypted: Bool {
    #if canImport(CryptoKit)
      return false
    #else
      return true
    #endif
  }

  /// Whether a PEM file has a key that a passphrase opens.
  public static func isEncrypted(_ pem: [UInt8]) -> Bool {
    let text = String(decoding: pem, as: UTF8.self)
    return text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")
      || text.contains("Proc-Type: 4,ENCRYPTED")
  }

  /// Reads a key.
  ///
  /// - Parameters:
  ///   - pem: a file with a block `PRIVATE KEY`, `EC PRIVATE KEY` or `ENCRYPTED PRIVATE KEY`.
  ///   - passphrase: opens an encrypted key; nil for none.
  ///   - name: what errors call the file.
  /// - Throws: ``SigningError``.
  public init(pem: [UInt8], passphrase: String?, name: String) throws(SigningError) {
    let place = Place(file: name)
    let labels = PEMBlock.all(in: pem).map(\.label)
    guard labels.contains(where: { $0.hasSuffix("PRIVATE KEY") }) else {
      throw SigningError(
        .key, at: place, problem: "not a private key", expected: "-----BEGIN PRIVATE KEY-----",
        found: PEMBlock.phrase(for: pem))
    }
    let isEncrypted = Self.isEncrypted(pem)
    guard !isEncrypted || Self.opensEncrypted else {
      throw SigningError(
        .unavailable, at: place, problem: "encrypted keys cannot be read on this system",
        expected: "a key without a passphrase")
    }
    if isEncrypted, passphrase == nil {
      throw SigningError(.passphrase, at: place, problem: "the key is encrypted", expected: "its passphrase")
    }
    if let passphrase, passphrase.utf8.count > Self.passphraseLimit {
      throw SigningError(
        .passphrase, at: place, problem: "the passphrase is too long",
        expected: "at most \(Self.passphraseLimit) bytes", found: "\(passphrase.utf8.count) bytes")
    }
    #if canImport(CryptoKit)
      let text = String(decoding: pem, as: UTF8.self)
      if let key = try? P256.Signing.PrivateKey(pemRepresentation: text) {
        verifyingKey = try VerifyingKey(der: Array(key.publicKey.derRepresentation), name: name)
        sign = { Array(try key.signature(for: $0).derRepresentation) }
      } else if let key = try? P384.Signing.PrivateKey(pemRepresentation: text) {
        verifyingKey = try VerifyingKey(der: Array(key.publicKey.derRepresentation), name: name)
        sign = { Array(try key.signature(for: $0).derRepresentation) }
      } else if let key = try? P521.Signing.PrivateKey(pemRepresentation: text) {
        verifyingKey = try VerifyingKey(der: Array(key.publicKey.derRepresentation), name: name)
        sign = { Array(try key.signature(for: $0).derRepresentation) }
      } else {
        throw SigningError(.key, at: place, problem: "the key cannot be used", expected: SigningCurve.names)
      }
    #else
      guard let key = LibcryptoKey(privateKey: pem, passphrase: passphrase ?? "") else {
        throw isEncrypted
          ? SigningError(
            .passphrase, at: place,
            problem: "the key does not open: the passphrase is wrong, or the key damaged")
          : SigningError(.key, at: place, problem: "the private key is damaged", expected: SigningCurve.names)
      }
      verifyingKey = try key.verifyingKey(name: name)
      self.key = key
    #endif
  }

  /// Signs a message: ECDSA in DER.
  ///
  /// - Throws: ``SigningError`` where the system's library refuses.
  package func signature(of message: [UInt8]) throws(SigningError) -> [UInt8] {
    #if canImport(CryptoKit)
      if let signature = try? sign(message) { return signature }
    #else
      if let signature = key.signature(of: message, verifyingKey.curve) { return signature }
    #endif
    throw SigningError(.unavailable, at: Place(file: "the key"), problem: "it could not sign")
  }
}

import PackFiles
import PackJSON

/// A key that a bundle has in place of its hint, as signers before 1.0.2 wrote it.
struct StatedKey: Sendable {
  /// SubjectPublicKeyInfo, DER or PEM.
  private let bytes: [UInt8]?
  /// The algorithm's name in Sigstore's protobuf-specs.
  private let details: String?

  /// - Parameter key: the bundle's `publicKey`.
  init(_ key: JSONNode) throws(JSONError) {
    bytes = try key.optional("rawBytes").map { bytes throws(JSONError) in try bytes.base64() }
    details = try key.optionalString("keyDetails")
  }

  /// Whether what is stated is true of a key.
  func fits(_ key: VerifyingKey) -> Bool {
    let pem = Array(key.pem.utf8)
    if let bytes, bytes != key.der, bytes != pem, bytes + [0x0A] != pem { return false }
    return details.map { $0.utf8.elementsEqual(key.curve.keyDetails.utf8) } ?? true
  }
}

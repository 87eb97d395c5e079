/// A curve whose keys sign models: ECDSA with the SHA-2 of the curve's strength.
///
/// Source: OpenSSF Model Signing 1.0, which takes the algorithms of Sigstore's protobuf-specs.
public enum SigningCurve: String, Sendable, Hashable, CaseIterable {
  /// NIST P-256 with SHA-256.
  case p256 = "P-256"
  /// NIST P-384 with SHA-384.
  case p384 = "P-384"
  /// NIST P-521 with SHA-512.
  case p521 = "P-521"

  /// What Sigstore's protobuf-specs call keys on it.
  var keyDetails: String {
    switch self {
    case .p256: "PKIX_ECDSA_P256_SHA_256"
    case .p384: "PKIX_ECDSA_P384_SHA_384"
    case .p521: "PKIX_ECDSA_P521_SHA_512"
    }
  }

  /// The curves in a sentence.
  static let names = "a key on the curve P-256, P-384 or P-521"
}

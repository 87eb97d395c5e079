public import PackSigning

/// Who has to have signed a package, and who says so.
public struct PinnedSigner: Sendable, Hashable {
  /// The signer.
  public let signer: TrustedSigner
  /// What names the signer: an option, or a settings file.
  public let origin: String

  /// Creates a pin.
  public init(_ signer: TrustedSigner, origin: String) {
    self.signer = signer
    self.origin = origin
  }

  /// The signer in a few words.
  var summary: String {
    switch signer {
    case .key(let key): "the key \(key.hint)"
    case .certificates(let certificates):
      "a certificate of \(certificates.map(\.subject).joined(separator: ", "))"
    }
  }
}

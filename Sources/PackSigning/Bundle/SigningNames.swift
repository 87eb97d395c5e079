import PackFiles

/// The names that OpenSSF Model Signing 1.0 gives to things.
public enum SigningNames {
  /// The file that a package's signature is in.
  public static let signature = "model.sig"
  /// What a checkout or the Hub's client adds at the top level, and no signature covers.
  public static let foreign = [".cache", ".git", ".gitattributes", ".github", ".gitignore"]

  static let mediaType = "application/vnd.dev.sigstore.bundle.v0.3+json"
  static let payloadType = "application/vnd.in-toto+json"
  static let statementType = "https://in-toto.io/Statement/v1"
  static let predicateType = "https://model_signing/signature/v1.0"
  /// A bundle is small: some 150 bytes a file, twice.
  static let sizeLimit = 1 << 26
}

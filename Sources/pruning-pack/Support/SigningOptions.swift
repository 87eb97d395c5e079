import ArgumentParser
import PackFiles
import PackSigning

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Who signs.
struct SigningOptions: ParsableArguments {
  @Option(help: "Private key (PEM).", completion: .file())
  var key: String

  @Option(
    name: .customLong("certificate"),
    help: ArgumentHelp(
      "Certificate of the key, then those between it and an authority (PEM); may be repeated.",
      valueName: "file"),
    completion: .file())
  var certificates: [String] = []

  /// Reads the key and its certificates.
  func signer() throws -> ModelSigner { try ModelSigner(key: key, certificates: certificates) }
}

extension ModelSigner {
  /// The variable that has the passphrase of an encrypted key.
  private static let variable = "PRUNING_PACK_KEY_PASSPHRASE"
  private static let sizeLimit = 1 << 20

  /// Reads a key and its certificates; asks for the passphrase of an encrypted key.
  ///
  /// - Throws: ``PackSigning/SigningError``, ``PackFiles/FileError``, ``CommandFailure``.
  init(key path: String, certificates: [String]) throws {
    let given = environmentVariable(Self.variable)
    // No program that is started later gets it.
    unsetenv(Self.variable)
    let pem = try readFile(path, limit: Self.sizeLimit)
    var passphrase: String?
    if SigningKey.isEncrypted(pem), SigningKey.opensEncrypted {
      passphrase = given ?? Terminal.secret("Passphrase of \(path): ")
      guard passphrase != nil else {
        throw CommandFailure(
          "\(path): the key is encrypted: expected its passphrase in \(Self.variable), or a terminal to ask on",
          .failed)
      }
    }
    let key = try SigningKey(pem: pem, passphrase: passphrase, name: path)
    let chain = try certificates.flatMap { path in
      try SigningCertificate.all(pem: try readFile(path, limit: Self.sizeLimit), name: path)
    }
    try self.init(key: key, certificates: chain, name: certificates.first ?? path)
  }
}

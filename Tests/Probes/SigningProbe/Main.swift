import PackFiles
import PackSigning

/// Changes each bit of a bundle in turn, and prints the place of each change that is accepted: `byte bit`, then how many were tried.
///
///     SigningProbe DIRECTORY BUNDLE (--public-key | --trusted-certificate) FILE
///
/// It asks what the rules about signatures ask: signer, statement, files.
@main
enum SigningProbe {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count == 4 else {
      print("usage: SigningProbe DIRECTORY BUNDLE (--public-key | --trusted-certificate) FILE")
      return
    }
    let (directory, file) = (arguments[0], arguments[3])
    let trusted =
      arguments[2] == "--public-key"
      ? try TrustedSigner(publicKey: file) : try TrustedSigner(certificates: [file])
    let good = try readFile(arguments[1])
    let files = try listDirectory(directory).filter { $0.kind == .file && $0.path != SigningNames.signature }
      .map(\.path)
    guard accepts(good, trusted, directory, files) else {
      print("the bundle itself is refused")
      return
    }
    for index in good.indices {
      for bit in 0..<8 {
        var changed = good
        changed[index] ^= 1 << UInt8(bit)
        if accepts(changed, trusted, directory, files) { print("\(index) \(bit)") }
      }
    }
    print("\(good.count * 8) bits")
  }

  private static func accepts(
    _ bytes: [UInt8], _ trusted: TrustedSigner, _ directory: String, _ files: [String]
  ) -> Bool {
    guard let bundle = try? SignatureBundle(bytes: bytes, name: "model.sig"),
      (try? bundle.requireSigner(trusted)) != nil, let statement = try? SignedStatement(bundle),
      let differences = try? statement.differences(in: directory, files: files, threads: 1)
    else { return false }
    return differences.isEmpty
  }
}

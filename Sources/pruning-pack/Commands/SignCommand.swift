import ArgumentParser
import ModelDir
import PackFiles
import PackSigning

struct SignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign", abstract: "Sign a package with a key.",
    discussion: """
      Writes model.sig, a signature of OpenSSF Model Signing 1.0 over every file of the package: `verify --public-key` checks \
      it, and so does `model_signing verify key`. The key is on the curve P-256, P-384 or P-521: `openssl genpkey -algorithm \
      EC -pkeyopt ec_paramgen_curve:P-256` makes one. The passphrase of an encrypted key is asked for on the terminal, or is in \
      PRUNING_PACK_KEY_PASSPHRASE. Sign last: any later change of a file, `record` and `verify --fix` too, makes it invalid.
      """)

  @Argument(help: "Package directory.", completion: .directory)
  var directory: String

  @OptionGroup var signing: SigningOptions

  @Option(help: "Where the signature goes (default: model.sig in the package).", completion: .file())
  var output: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    guard let kind = fileKind(directory) else {
      throw FileError(.notFound, path: directory, problem: "the package does not exist")
    }
    guard kind == .directory else {
      throw FileError(
        .notDirectory, path: directory, problem: "not a package", expected: "a directory", found: "a file")
    }
    let path = output ?? joinPath(directory, PackageLayout.signature)
    let inside = Self.path(of: path, in: directory)
    // The package's own signature is replaced, whatever has become of it.
    if inside != PackageLayout.signature { try Self.requireReplaceable(path) }
    let signer = try signing.signer()
    try PackageJournal.settle(directory)
    LeftoverSweep.removeQuietly(in: directory)
    let progress = BusyLine("signing", common)
    defer { progress.finish() }
    let signed = try signer.sign(
      directory, name: Self.name(of: directory), output: inside, threads: common.threads)
    try replaceFile(path, signed.bundle)
    progress.finish()
    common.note("signed \(signed.fileCount) files with the key \(signer.verifyingKey.hint): \(path)")
  }

  /// What a statement calls a directory.
  static func name(of directory: String) -> String {
    lastPathComponent(resolvedPath(directory) ?? directory)
  }

  /// Refuses to overwrite what is no signature.
  private static func requireReplaceable(_ path: String) throws {
    guard let kind = fileKind(path) else { return }
    if kind == .file, fileSize(path) == 0 { return }
    if kind == .file, (try? SignatureBundle(readingFile: path, name: path)) != nil { return }
    throw CommandFailure(
      "\(path): it exists and is not a signature: expected a new file, or a signature to replace", .failed)
  }

  /// Where a file is in a directory; nil where it is elsewhere.
  private static func path(of file: String, in directory: String) -> String? {
    guard let root = resolvedPath(directory), let parent = resolvedPath(parentPath(file)) else { return nil }
    let path = joinPath(parent, lastPathComponent(file))
    let prefix = root.hasSuffix("/") ? root : root + "/"
    return path.utf8.starts(with: prefix.utf8)
      ? String(Substring(path.utf8.dropFirst(prefix.utf8.count))) : nil
  }
}

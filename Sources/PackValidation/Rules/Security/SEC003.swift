import PackCheckpoints
import PackFiles
import ModelDir

extension Rule {
  static let sec003 = Rule(
    "SEC003", .error, needs: [.layout],
    title: "no tokens, no private keys",
    why: """
      A token that was left in a configuration, a card or a script is read by everyone who downloads the package, within \
      minutes by those who look for it; removing it later does not take it back.
      """,
    fix: "Revoke the token now, then remove it from the file that is named."
  ) { context throws(RuleSkip) in
    let package = context.package
    var unread: String?
    for path in package.filePaths where !package.isSameAsTheRoots(path) {
      // Of weights only the header is text.
      let header = package.checkpoints.flatMap(\.files).first { $0.name == path }.map(\.headerEnd)
      guard
        case .success(let file) = package.reading({ try MappedFile(joinPath(package.root, path), name: path) }
        )
      else {
        unread = unread ?? path
        continue
      }
      file.withBytes { bytes in
        let text = UnsafeRawBufferPointer(rebasing: bytes.prefix(header ?? bytes.count))
        // Numbers of other formats are no text; SEC006 names the files that are neither. What is read as text by some
        // rule is text, whatever is in it.
        let isRead = path.hasSuffix(".json") || path.hasSuffix(".py") || path == PackageLayout.card
        if text.prefix(1 << 16).contains(0) && header == nil && !isRead { return }
        for secret in SecretScanner.secrets(in: text) {
          context.report(
            at: Place(file: path, byteOffset: secret.offset), "what looks like a secret",
            found: "\(secret.kind), \(secret.prefix)…")
        }
      }
    }
    if let unread { throw .prerequisiteFailed("\(unread) cannot be read") }
  }
}

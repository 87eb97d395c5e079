import PackCheckpoints
import PackFiles

extension Rule {
  static let sec003 = Rule(
    "SEC003", "secret-exposed", .error, needs: [.layout], guardsCode: true,
    title: "no tokens, no private keys",
    why: """
      A token that was left in a configuration, a card or a script is read by everyone who downloads the package, within \
      minutes by those who look for it; removing it later does not take it back.
      """,
    advice: "Revoke the token now, then remove it from the file that is named."
  ) { context throws(RuleSkip) in
    let package = context.package
    var unread: String?
    for path in package.listing.files.sorted() where !package.documents.matchesRootTokenizer(path) {
      // Of weights only the header is text.
      let header = package.weights.checkpoints.flatMap(\.files).first { $0.name == path }.map(\.headerEnd)
      guard
        case .success(let file) = package.reader.reading({
          try MappedFile(joinPath(package.root, path), name: path)
        }
        )
      else {
        unread = unread ?? path
        continue
      }
      file.withBytes { bytes in
        let text = UnsafeRawBufferPointer(rebasing: bytes.prefix(header ?? bytes.count))
        // Numbers of other formats are no text; SEC006 names the files that are neither.
        if text.prefix(1 << 16).contains(0) && header == nil { return }
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

import ModelDir
import PackCheckpoints
import PackFiles
import PackJSON
import Synchronization

extension Rule {
  static let sec003 = Rule(
    "SEC003", "secret-exposed", .error, needs: [.layout], guardsCode: true,
    title: "no file contains a token or a private key",
    why: """
      Everyone who downloads the package can read a token that was left in a configuration, a card or a script. Bots find \
      it within minutes. Deleting it later does not take it back.
      """,
    advice: "Revoke the token or key now, then delete it from the file.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    var unread: String?
    for path in package.listing.filePaths where !package.documents.matchesRootTokenizer(path) {
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
        // Numbers in other formats are not text; SEC006 names the files that are neither. What is read as text by some
        // rule is text, whatever is in it.
        let isRead = path.hasSuffix(".json") || path.hasSuffix(".py") || path == PackageLayout.card
        if text.prefix(1 << 16).contains(0) && header == nil && !isRead { return }
        for secret in SecretScanner.secrets(in: text) {
          package.secrets.withLock { $0.add(secret, in: text) }
          context.report(
            at: Place(file: path, byteOffset: secret.offset), "\(secret.kind) exposed",
            found: "\(secret.prefix)…", advice: "Revoke the \(secret.kind) now, then delete it from \(path).")
        }
      }
    }
    if let unread { throw .prerequisiteFailed("\(unread) cannot be read") }
  }
}

/// Nobody's: the parts are joined here, so that no scanner takes this file for a leak.
private let token = "hf_" + String("aBcDeFgHiJkLmNoPqRsTuVwXyZ01234567")
private let awsSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + String("zRt5w9QmKe")

private let ruleExamples: [RuleExample] = [
  .bad("a token in a card with a null byte") { package in
    try package.rewrite("README.md") { $0 + Array("\0 \(token)\n".utf8) }
  },
  .bad("a token") { try $0.write("token: \(token)", to: "notes.txt") },
  .bad("a private key") {
    try $0.write("-----BEGIN OPENSSH " + String("PRIVATE KEY-----\nabc\n"), to: "key.txt")
  },
  .bad("a cloud's key in a configuration") { package in
    try package.set("prefix", to: .string("AKIA" + String("Q3EGRIUW7YH5TZ2P")), in: package.subConfig)
  },
  .bad("a token after an escaped line end") { package in
    try package.set("prefix", to: .string("token:\n\(token)"), in: package.subConfig)
  },
  .bad("keys of many providers") { package in
    let letters = "aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789"
    let long = letters + letters + letters
    func key(_ prefix: String, _ length: Int) -> String { prefix + String(long.prefix(length)) }
    let keys = [
      key("sk-", 20) + "T3Blbk" + key("FJ", 20), key("sk-svcacct-", 40), key("nvapi-", 64), key("gsk_", 52),
      key("r8_", 37), key("pypi-" + "AgEIcHlwaS5vcmc", 60), key("npm_", 36), key("ghu_", 36), key("ghr_", 36),
      key("xapp-1-", 40), key("https://hooks.slack" + ".com/services/T", 8) + "/B12345678/" + key("", 24),
      key("jina_", 60), "AccountName=a;" + key("AccountKey=", 86) + "==",
    ]
    try package.write(keys.joined(separator: "\n"), to: "notes.txt")
  },
  .bad("a key without a shape") { try $0.write("AWS_SECRET_ACCESS_KEY = '\(awsSecret)'\n", to: "notes.txt") },
  .bad("a key without a shape in JSON", warns: ["CFG016"]) { package in
    try package.set("aws_secret_access_key", to: .string(awsSecret), in: package.subConfig)
  },
  .good("a name that begins like a token") {
    try $0.write("hf_model_for_sequence_classification_x_with_a_long_name\n", to: "notes.txt")
  },
  .good("a token that goes on") { try $0.write("\(token)-and-more\n", to: "notes.txt") },
  .good("a token that is too long") {
    try $0.write("hf_" + String(repeating: "aBcDeFgHiJ", count: 5) + "\n", to: "notes.txt")
  },
  .good("the key of AWS's documentation") {
    try $0.write("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n", to: "notes.txt")
  },
  .good("a key that is read elsewhere") {
    try $0.write("aws_secret_access_key = os.environ['KEY']\n", to: "notes.txt")
  },
]

import PackFiles
import PackJSON
import PackSigning
import PackYAML

extension SettingsFile {
  private static let signerKeys = ["public_key", "trusted_certificate"]

  /// Reads `signer`: who has to have signed a package, by a file beside the settings.
  static func signer(_ value: YAMLValue, _ document: YAMLDocument, besides path: String) throws
    -> TrustedSigner?
  {
    if value.isNull { return nil }
    guard case .mapping(let pairs) = value, pairs.count == 1, let pair = pairs.first else {
      throw GateError(
        at: document.place(of: "$.signer"), problem: "signer does not name one signer",
        expected: "{public_key: FILE} or {trusted_certificate: FILE}", found: shown(value))
    }
    let place = document.place(of: "$.signer.\(pair.key)")
    guard signerKeys.contains(pair.key) else {
      throw GateError(
        at: place, problem: "unknown key of signer", expected: signerKeys.joined(separator: ", "),
        found: pair.key.quotedForMessage)
    }
    let files = try names(pair.value, pair.key, at: place).map { file in
      file.utf8.first == UInt8(ascii: "/") ? file : joinPath(parentPath(path), file)
    }
    if pair.key == "trusted_certificate" { return try TrustedSigner(certificates: files) }
    guard let file = files.first, files.count == 1 else {
      throw GateError(at: place, problem: "public_key names several files", expected: "one")
    }
    return try TrustedSigner(publicKey: file)
  }

  /// A name, or a list of names.
  private static func names(_ value: YAMLValue, _ key: String, at place: Place) throws(GateError) -> [String]
  {
    let values: [YAMLValue] = if case .sequence(let elements) = value { elements } else { [value] }
    var names: [String] = []
    for value in values {
      guard case .scalar(let text, _) = value, !value.isNull, !text.isEmpty else {
        throw GateError(at: place, problem: "\(key) is not a path", expected: "a path", found: shown(value))
      }
      names.append(text)
    }
    guard !names.isEmpty else { throw GateError(at: place, problem: "\(key) is empty", expected: "a path") }
    return names
  }
}

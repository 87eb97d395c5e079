import PackDigests
public import PackFiles
import PackJSON

/// A signature as it is stored: a Sigstore bundle around a DSSE envelope.
///
/// Source: OpenSSF Model Signing 1.0. What the specification does not know in a bundle is refused, and so is what the reference
/// passes over, such as the name of a key and entries of a log beside a key, so that no bit of one can be changed unnoticed.
public struct SignatureBundle: Sendable {
  /// What a bundle says of who signed.
  public enum Signer: Sendable {
    /// Somebody with a key; its hint, where the bundle has one.
    case key(hint: String?)
    /// Somebody with a key and certificates for it, the key's own first.
    case certificates([SigningCertificate])
    /// Somebody whom Sigstore has seen, by a certificate of some minutes and a public log.
    case keyless
  }

  /// Who signed.
  public let signer: Signer
  /// The key itself, as older signers wrote it in place of its hint.
  let statedKey: StatedKey?
  /// What was signed, byte for byte.
  public let payload: [UInt8]
  /// What the envelope says that it is.
  let payloadType: String
  /// ECDSA in DER.
  let signature: [UInt8]
  /// What errors call it.
  let name: String

  /// Reads a bundle.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - name: what errors call it.
  /// - Throws: ``SigningError``, or ``PackFiles/FileError``.
  public init(readingFile path: String, name: String) throws {
    let bytes = try readFile(path, name: name, limit: SigningNames.sizeLimit)
    try self.init(bytes: bytes, name: name)
  }

  /// Reads a bundle.
  ///
  /// - Throws: ``SigningError``.
  public init(bytes: [UInt8], name: String) throws(SigningError) {
    do throws(JSONError) {
      let document = try JSONDocument(bytes: bytes, name: name)
      let root = document.root
      let type = try root.required("mediaType")
      guard try type.string() == SigningNames.mediaType else {
        throw type.notAllowed(
          SigningNames.mediaType, problem: "the signature's media type is not supported")
      }
      try root.allowOnly("mediaType", "verificationMaterial", "dsseEnvelope")
      let material = try root.required("verificationMaterial")
      signer = try Self.signer(material)
      if let key = material["publicKey"] { statedKey = try StatedKey(key) } else { statedKey = nil }
      let envelope = try root.required("dsseEnvelope")
      try envelope.allowOnly("payload", "payloadType", "signatures")
      payload = try envelope.required("payload").base64()
      payloadType = try envelope.string("payloadType")
      let signatures = try envelope.required("signatures")
      let all = Array(try signatures.elements())
      guard let first = all.first, all.count == 1 else {
        throw signatures.notAllowed("one signature", problem: "the envelope has \(all.count) signatures")
      }
      try first.allowOnly("sig", "keyid")
      if let name = try first.optional("keyid"), try !name.string().isEmpty {
        throw name.notAllowed(
          "no name, since nothing holds it to the key", problem: "the signature names its key")
      }
      signature = try first.required("sig").base64()
      self.name = name
    } catch {
      throw SigningError(.bundle, error)
    }
  }

  /// A bundle that is about to be written.
  package init(signer: Signer, payload: [UInt8], signature: [UInt8], name: String) {
    self.signer = signer
    statedKey = nil
    self.payload = payload
    payloadType = SigningNames.payloadType
    self.signature = signature
    self.name = name
  }

  /// A bundle that is right but for its signature, for examples.
  package static func example(
    _ files: [(path: String, bytes: [UInt8])], ignoring ignored: [String], hint: String
  ) throws -> [UInt8] {
    let statement = SignedStatement(
      name: "example",
      resources: try files.map {
        SignedStatement.Resource(
          path: $0.path, range: nil, digest: try SHA256Digest(of: $0.bytes, name: $0.path))
      }, ignoredPaths: ignored)
    let bundle = SignatureBundle(
      signer: .key(hint: hint), payload: try statement.payload(), signature: [0], name: "example")
    return Array("\(bundle.json.text(.line))\n".utf8)
  }

  /// What is signed: the payload with its type and length, as DSSE's pre-authentication encoding has it.
  package static func signedBytes(_ payload: [UInt8]) -> [UInt8] {
    let type = SigningNames.payloadType
    return Array("DSSEv1 \(type.utf8.count) \(type) \(payload.count) ".utf8) + payload
  }

  /// The bundle as a file.
  var json: JSONValue {
    let material: JSONObject =
      switch signer {
      case .key(let hint):
        ["publicKey": .object(["hint": .string(hint ?? "")]), "tlogEntries": .array([])]
      case .certificates(let chain):
        [
          "x509CertificateChain": .object([
            "certificates": .array(
              chain.map { .object(["rawBytes": .string(Base64.text($0.der))]) })
          ]), "tlogEntries": .array([]),
        ]
      case .keyless: [:]
      }
    return .object([
      "mediaType": .string(SigningNames.mediaType), "verificationMaterial": .object(material),
      "dsseEnvelope": .object([
        "payload": .string(Base64.text(payload)), "payloadType": .string(payloadType),
        "signatures": .array([.object(["sig": .string(Base64.text(signature)), "keyid": .string("")])]),
      ]),
    ])
  }

  private static func signer(_ material: JSONNode) throws(JSONError) -> Signer {
    try material.allowOnly(
      "publicKey", "x509CertificateChain", "certificate", "tlogEntries", "timestampVerificationData")
    let kinds = ["publicKey", "x509CertificateChain", "certificate"].filter { material[$0] != nil }
    guard kinds.count == 1 else {
      throw material.notAllowed(
        "one of publicKey, x509CertificateChain, certificate",
        problem: kinds.isEmpty ? "nothing says who signed" : "two kinds of signers")
    }
    if material["certificate"] == nil { try refuseLogs(material) }
    if let key = material["publicKey"] {
      try key.allowOnly("hint", "rawBytes", "keyDetails")
      return .key(hint: try key.optionalString("hint"))
    }
    if let chain = material["x509CertificateChain"] {
      try chain.allowOnly("certificates")
      let list = try chain.required("certificates")
      var certificates: [SigningCertificate] = []
      for element in try list.elements() {
        try element.allowOnly("rawBytes")
        let bytes = try element.required("rawBytes")
        do throws(SigningError) {
          certificates.append(try SigningCertificate(der: try Self.der(bytes), name: ""))
        } catch {
          throw bytes.notAllowed(error.expected ?? "a certificate", problem: error.problem)
        }
      }
      guard 1...SigningCertificate.chainLimit ~= certificates.count else {
        throw list.notAllowed(
          "1 to \(SigningCertificate.chainLimit) certificates",
          problem: certificates.isEmpty ? "the chain is empty" : "the chain is too long")
      }
      return .certificates(certificates)
    }
    let entries = try material.required("tlogEntries")
    guard try entries.elements().contains(where: { _ in true }) else {
      throw entries.notAllowed("at least one entry", problem: "tlogEntries is empty")
    }
    _ = try material.required("certificate").required("rawBytes").base64()
    return .keyless
  }

  /// Refuses entries of Sigstore's logs beside a key or certificates: nothing there is checked.
  private static func refuseLogs(_ material: JSONNode) throws(JSONError) {
    if let entries = try material.optional("tlogEntries"),
      try entries.elements().contains(where: { _ in true })
    {
      throw entries.notAllowed("none, without sigstore", problem: "the signature has entries of a log")
    }
    if let stamps = try material.optional("timestampVerificationData") {
      throw stamps.notAllowed("none, without sigstore", problem: "the signature has timestamps")
    }
  }

  private static func der(_ node: JSONNode) throws(SigningError) -> [UInt8] {
    do throws(JSONError) { return try node.base64() } catch { throw SigningError(.bundle, error) }
  }
}

extension JSONNode {
  /// Refuses keys that are not known.
  func allowOnly(_ keys: String...) throws(JSONError) {
    for member in try members() where !keys.contains(where: { Array($0.utf8) == member.keyBytes }) {
      throw member.value.notAllowed(
        keys.joined(separator: ", "),
        problem: "the signature has an unknown key, \(member.key.quotedForMessage)")
    }
  }

  func base64() throws(JSONError) -> [UInt8] {
    guard let bytes = Base64.bytes(try stringBytes()) else {
      throw JSONError(
        .notAllowed, at: place, problem: "\(path.split(separator: ".").last ?? "it") is not base64",
        expected: "base64 of RFC 4648, with its padding")
    }
    return bytes
  }
}

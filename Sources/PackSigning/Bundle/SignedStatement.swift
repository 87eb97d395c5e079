public import PackDigests
public import PackFiles
import PackJSON

/// What a signature says of a model: its files and their digests, an in-toto statement.
///
/// Source: OpenSSF Model Signing 1.0.
public struct SignedStatement: Sendable {
  /// A file, or a part of one.
  public struct Resource: Sendable, Hashable {
    /// Path from the model's root.
    public let path: String
    /// The bytes that are meant; nil for all.
    public let range: Range<Int>?
    /// SHA-256, 32 bytes.
    public let digest: SHA256Digest
  }

  /// What the signer called the model.
  public let name: String
  /// The files in the order in which the signer listed them.
  public let resources: [Resource]
  /// Paths below which nothing is signed, as they were written.
  public let ignoredPaths: [String]
  /// Whether files are signed in parts; empty ones are then left out.
  public let isSharded: Bool

  /// A statement about files.
  init(name: String, resources: [Resource], ignoredPaths: [String]) {
    self.name = name
    self.resources = resources
    self.ignoredPaths = ignoredPaths
    isSharded = false
  }

  /// Reads the statement of a bundle.
  ///
  /// - Throws: ``SigningError``, whose place is the bundle's payload.
  public init(_ bundle: SignatureBundle) throws(SigningError) {
    let place = Place(file: bundle.name, jsonPath: "$.dsseEnvelope.payload")
    guard bundle.payloadType == SigningNames.payloadType else {
      throw SigningError(
        .bundle, at: Place(file: bundle.name, jsonPath: "$.dsseEnvelope.payloadType"),
        problem: "the payload's type is not supported", expected: SigningNames.payloadType,
        found: bundle.payloadType.quotedForMessage)
    }
    do throws(JSONError) {
      let root = try JSONDocument(bytes: bundle.payload, name: bundle.name).root
      try Self.requireTypes(root)
      try root.allowOnly("_type", "subject", "predicateType", "predicate")
      let subjects = try root.required("subject")
      let all = Array(try subjects.elements())
      guard let subject = all.first, all.count == 1 else {
        throw subjects.notAllowed("one subject", problem: "\(all.count) subjects")
      }
      try subject.allowOnly("name", "digest")
      name = try subject.string("name")
      let predicate = try root.required("predicate")
      try predicate.allowOnly("serialization", "resources")
      let serialization = try predicate.required("serialization")
      try serialization.allowOnly("method", "hash_type", "shard_size", "allow_symlinks", "ignore_paths")
      isSharded = try Self.isSharded(serialization)
      var ignored: [String] = []
      if let paths = try serialization.optional("ignore_paths") {
        for path in try paths.elements() { ignored.append(try path.string()) }
      }
      ignoredPaths = ignored
      resources = try Self.resources(try predicate.required("resources"), isSharded: isSharded)
      let stated = try subject.required("digest").required("sha256")
      let found = try Self.rootDigest(resources, at: subject)
      guard try stated.string() == found.description else {
        throw stated.notAllowed(
          "sha256 \(found)", problem: "the root digest is not that of the listed files")
      }
    } catch {
      let inside = error.place.jsonPath.map { "the signed statement at \($0)" } ?? "the signed statement"
      throw SigningError(
        .bundle, at: place, problem: "\(inside): \(error.problem)", expected: error.expected,
        found: error.found)
    }
  }

  /// What identifies all files: SHA-256 of their digests, one after the other.
  static func rootDigest(_ resources: [Resource], name: String) throws(DigestError) -> SHA256Digest {
    try SHA256Digest(of: resources.flatMap(\.digest.bytes), name: name)
  }

  /// The statement as it is signed.
  ///
  /// - Throws: ``SigningError``.
  func payload() throws(SigningError) -> [UInt8] {
    let root: SHA256Digest
    do throws(DigestError) { root = try Self.rootDigest(resources, name: name) } catch {
      throw SigningError(.unavailable, error)
    }
    let json = JSONValue.object([
      "_type": .string(SigningNames.statementType),
      "subject": .array([
        .object(["name": .string(name), "digest": .object(["sha256": .string("\(root)")])])
      ]),
      "predicateType": .string(SigningNames.predicateType),
      "predicate": .object([
        "serialization": .object([
          "method": .string("files"), "hash_type": .string("sha256"), "allow_symlinks": .bool(false),
          "ignore_paths": .array(ignoredPaths.map { .string($0) }),
        ]),
        "resources": .array(
          resources.map { resource in
            .object([
              "name": .string(resource.path), "algorithm": .string("sha256"),
              "digest": .string("\(resource.digest)"),
            ])
          }),
      ]),
    ])
    return Array(json.text(.line).utf8)
  }
}

extension SignedStatement {
  private static func requireTypes(_ root: JSONNode) throws(JSONError) {
    let type = try root.required("_type")
    guard try type.string() == SigningNames.statementType else {
      throw type.notAllowed(SigningNames.statementType, problem: "not an in-toto statement of version 1")
    }
    let predicate = try root.required("predicateType")
    guard try predicate.string() == SigningNames.predicateType else {
      throw predicate.notAllowed(
        SigningNames.predicateType, problem: "not a statement of OpenSSF Model Signing 1.0")
    }
  }

  private static func isSharded(_ serialization: JSONNode) throws(JSONError) -> Bool {
    let hash = try serialization.required("hash_type")
    guard try hash.string() == "sha256" else {
      throw hash.notAllowed("sha256", problem: "digests of this kind cannot be checked here")
    }
    _ = try serialization.bool("allow_symlinks")
    let method = try serialization.required("method")
    switch try method.string() {
    case "files": return false
    case "shards": return true
    default:
      throw method.notAllowed("files or shards", problem: "files listed in this way cannot be checked here")
    }
  }

  private static func resources(_ list: JSONNode, isSharded: Bool) throws(JSONError) -> [Resource] {
    var resources: [Resource] = []
    var seen: Set<ExactText> = []
    for element in try list.elements() {
      let named = try element.required("name")
      let algorithm = try element.required("algorithm")
      // The reference calls the digest of a part by the size of parts, too.
      let kind = try algorithm.string()
      let isPart = isSharded && kind.hasPrefix("sha256-sharded-") && Int(kind.dropFirst(15)) != nil
      guard kind == "sha256" || isPart else {
        throw algorithm.notAllowed("sha256", problem: "digests of this kind cannot be checked here")
      }
      let hexadecimal = try element.required("digest")
      guard let digest = SHA256Digest(hexadecimal: try hexadecimal.string()) else {
        throw hexadecimal.notAllowed("64 hexadecimal digits in lower case", problem: "not a SHA-256")
      }
      let text = try named.string()
      guard seen.insert(ExactText(text)).inserted else {
        throw named.notAllowed("once", problem: "a file is listed twice")
      }
      let (path, range) = try isSharded ? part(text, named) : (text, nil)
      guard isInside(path) else {
        throw named.notAllowed("a path from the model's root", problem: "a path that leaves the model")
      }
      resources.append(Resource(path: path, range: range, digest: digest))
    }
    guard !resources.isEmpty else { throw list.notAllowed("at least one file", problem: "nothing is signed") }
    return resources
  }

  /// `path:start:end`
  private static func part(_ text: String, _ node: JSONNode) throws(JSONError) -> (String, Range<Int>?) {
    // By bytes: with a combining mark behind it, a colon or a slash is no character of its own.
    let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map {
      String(Substring($0))
    }
    guard parts.count == 3, let start = Int(parts[1]), let end = Int(parts[2]), 0 <= start, start < end else {
      throw node.notAllowed("path:start:end", problem: "not a part of a file")
    }
    return (parts[0], start..<end)
  }

  private static func isInside(_ path: String) -> Bool {
    let steps = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return !path.utf8.contains(0)
      && steps.allSatisfy { !$0.isEmpty && !$0.elementsEqual(".".utf8) && !$0.elementsEqual("..".utf8) }
  }

  private static func rootDigest(_ resources: [Resource], at node: JSONNode) throws(JSONError) -> SHA256Digest
  {
    do throws(DigestError) {
      return try rootDigest(resources, name: "the listed digests")
    } catch {
      throw JSONError(.notAllowed, at: node.place, problem: error.problem)
    }
  }
}

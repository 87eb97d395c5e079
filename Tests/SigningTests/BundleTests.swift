import PackFiles
import TestSupport
import Testing

import PackSigning

/// What `sign` writes, read again, and every way in which that can go wrong.
@Suite struct BundleTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    try writeFile(directory.file("config.json"), "{}")
    try makeDirectory(directory.file("head"))
    try writeFile(directory.file("head/model.safetensors"), [UInt8](repeating: 7, count: 1000))
  }

  private static let curves: [(SigningCurve, [UInt8], [UInt8])] = [
    (.p256, TestKeys.p256, TestKeys.p256Public), (.p384, TestKeys.p384, TestKeys.p384Public),
    (.p521, TestKeys.p521, TestKeys.p521Public),
  ]

  private func signed(_ key: [UInt8], passphrase: String? = nil) throws -> [UInt8] {
    let key = try SigningKey(pem: key, passphrase: passphrase, name: "key.pem")
    return try ModelSigner(key: key, certificates: [], name: "")
      .sign(directory.path, name: "tiny", output: nil, threads: 2).bundle
  }

  private func check(_ bytes: [UInt8], by key: [UInt8]) throws -> [SignedFileDifference] {
    let bundle = try SignatureBundle(bytes: bytes, name: "model.sig")
    try bundle.requireSigner(.key(VerifyingKey(pem: key, name: "public.pem")))
    let files = try listDirectory(directory.path).filter { $0.kind == .file }.map(\.path)
    return try SignedStatement(bundle).differences(in: directory.path, files: files, threads: 2)
  }

  @Test(arguments: curves)
  func whatIsSignedHolds(curve: SigningCurve, key: [UInt8], publicKey: [UInt8]) throws {
    let bundle = try signed(key)
    #expect(try check(bundle, by: publicKey) == [])
    #expect(try VerifyingKey(pem: publicKey, name: "").curve == curve)
    #expect(throws: SigningError.self) { try check(bundle, by: TestKeys.otherPublic) }
  }

  /// A bundle in which any one bit of a byte is another one is refused, whatever the byte stands for.
  @Test(arguments: curves)
  func noByteCanBeChanged(curve: SigningCurve, key: [UInt8], publicKey: [UInt8]) throws {
    let bundle = try signed(key)
    var accepted: [Int] = []
    for index in bundle.indices {
      var changed = bundle
      changed[index] ^= 1 << UInt8(index % 8)
      if (try? check(changed, by: publicKey)) == [] { accepted.append(index) }
    }
    #expect(accepted == [])
  }

  @Test func everyChangeOfAFileIsFound() throws {
    let bundle = try signed(TestKeys.p256)
    try overwriteFile(directory.file("config.json"), Array("{ }".utf8))
    try writeFile(directory.file("extra.py"), "")
    try removeTree(directory.file("head/model.safetensors"))
    try makeDirectory(directory.file(".github"))
    try writeFile(directory.file(".github/workflow.yml"), "")
    let differences = try check(bundle, by: TestKeys.p256Public)
    guard differences.count == 4, case .changed("config.json", _, _) = differences[0] else {
      Issue.record("\(differences)")
      return
    }
    #expect(
      differences.dropFirst() == [
        .missing(path: "head/model.safetensors"), .ignored(path: ".github/workflow.yml", by: ".github"),
        .unsigned(path: "extra.py"),
      ])
  }

  @Test func formsOfKeys() throws {
    let plain = try SigningKey(pem: TestKeys.p256, passphrase: nil, name: "key.pem").verifyingKey
    #expect(Array(plain.pem.utf8) == TestKeys.p256Public)
    for pem in [TestKeys.p256Traditional, TestKeys.p256Encrypted, TestKeys.p256EncryptedOld] {
      let key = try SigningKey(pem: pem, passphrase: "open sesame", name: "key.pem")
      #expect(key.verifyingKey == plain)
    }
    #expect(try VerifyingKey(pem: TestKeys.p256CompressedPublic, name: "public.pem") == plain)
    // The curve spelled out in numbers is still that curve, and the key has one hint.
    #expect(try VerifyingKey(pem: TestKeys.p256ExplicitPublic, name: "public.pem") == plain)
  }

  @Test(
    arguments: [
      (TestKeys.p256Encrypted, nil, SigningErrorCode.passphrase),
      (TestKeys.p256Encrypted, "sesame", .passphrase), (TestKeys.p256EncryptedOld, "sesame", .passphrase),
      (TestKeys.p256Encrypted, String(repeating: "x", count: 1024), .passphrase),
      (TestKeys.p256Public, nil, .key), (TestKeys.secp256k1, nil, .key), (TestKeys.ed25519, nil, .key),
      ([], nil, .key),
      (Array("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n".utf8), nil, .key),
    ] as [([UInt8], String?, SigningErrorCode)])
  func keysThatDoNotSign(pem: [UInt8], passphrase: String?, code: SigningErrorCode) {
    #expect {
      try SigningKey(pem: pem, passphrase: passphrase, name: "key.pem")
    } throws: {
      ($0 as? SigningError)?.code == code
    }
  }

  @Test(arguments: [TestKeys.p256, TestKeys.secp256k1, [], Array("-----BEGIN PUBLIC KEY-----\nA".utf8)])
  func keysThatVerifyNothing(pem: [UInt8]) {
    #expect {
      try VerifyingKey(pem: pem, name: "public.pem")
    } throws: {
      ($0 as? SigningError)?.code == .key
    }
  }

  @Test func linksAreNotSigned() throws {
    try makeLink(directory.file("link"), to: "config.json")
    #expect {
      try signed(TestKeys.p256)
    } throws: {
      ($0 as? SigningError)?.code == .directory
    }
  }

  /// Statements that no good signer writes, each signed by the expected key.
  @Test(arguments: [
    ("\"_type\": \"https://in-toto.io/Statement/v1\"", "\"_type\": \"https://in-toto.io/Statement/v2\""),
    ("signature/v1.0", "signature/v2.0"), ("\"method\": \"files\"", "\"method\": \"bytes\""),
    ("\"hash_type\": \"sha256\"", "\"hash_type\": \"blake2b\""),
    ("\"algorithm\": \"sha256\"", "\"algorithm\": \"blake3\""),
    ("\"name\": \"config.json\"", "\"name\": \"../config.json\""),
    ("\"name\": \"config.json\"", "\"name\": \"/config.json\""),
    ("\"name\": \"config.json\"", "\"name\": \"head//model.safetensors\""),
    ("\"name\": \"config.json\"", "\"name\": \"head/model.safetensors\""),
    // A slash with a combining mark behind it is one character, and a slash.
    ("\"name\": \"config.json\"", "\"name\": \"../\u{301}config.json\""),
    ("\"name\": \"config.json\"", "\"name\": \"head/../\u{301}config.json\""),
    ("{\"sha256\": \"", "{\"sha256\": \"0"), ("\"resources\": [", "\"resources\": [], \"old\": ["),
    ("\"subject\": [", "\"subject\": [{}, "),
    ("\"predicate\": {", "\"predicate\": {\"predicate\": 1, \"predicate\": 2, "),
    ("\"predicate\": {", "\"predicate\": {\"more\": 1, "),
    ("\"predicate\": {", "\"more\": 1, \"predicate\": {"),
    ("\"serialization\": {", "\"serialization\": {\"more\": 1, "),
    ("\"subject\": [{", "\"subject\": [{\"more\": 1, "),
  ])
  func statementsThatAreRefused(old: String, new: String) throws {
    let good = try SignatureBundle(bytes: try signed(TestKeys.p256), name: "model.sig")
    let text = String(decoding: good.payload, as: UTF8.self)
    let payload = Array(text.replacing(old, with: new, maxReplacements: 1).utf8)
    #expect(payload != good.payload)
    let bundle = try bundle(payload)
    #expect {
      try SignedStatement(bundle)
    } throws: {
      ($0 as? SigningError)?.code == .bundle
    }
  }

  /// A bundle of the expected key over any payload.
  private func bundle(_ payload: [UInt8]) throws -> SignatureBundle {
    let key = try SigningKey(pem: TestKeys.p256, passphrase: nil, name: "key.pem")
    let bundle = SignatureBundle(
      signer: .key(hint: key.verifyingKey.hint), payload: payload,
      signature: try key.signature(of: SignatureBundle.signedBytes(payload)), name: "model.sig")
    try bundle.requireSigner(.key(key.verifyingKey))
    return bundle
  }

  /// The names of ignored paths and of parts end where their bytes do, whatever characters they are.
  @Test func pathsAreBytes() throws {
    let text = String(
      decoding: try SignatureBundle(bytes: try signed(TestKeys.p256), name: "").payload, as: UTF8.self)
    let ignoring = text.replacing("\"ignore_paths\": [", with: "\"ignore_paths\": [\"images\", ")
    try makeDirectory(directory.file("images"))
    try writeFile(directory.file("images/\u{301}a.txt"), "a")
    try writeFile(directory.file("images.txt"), "a")
    let files = try listDirectory(directory.path).filter { $0.kind == .file }.map(\.path)
    let statement = try SignedStatement(bundle(Array(ignoring.utf8)))
    #expect(
      try statement.differences(in: directory.path, files: files, threads: 1) == [
        .unsigned(path: "images.txt"), .ignored(path: "images/\u{301}a.txt", by: "images"),
      ])
    for (name, isPart) in [("config.json:0:2", true), ("config.json:\u{301}:0:2", false)] {
      let sharded = text.replacing(
        "\"method\": \"files\"", with: "\"method\": \"shards\", \"shard_size\": 1000"
      )
      .replacing("\"config.json\"", with: "\"\(name)\"").replacing(
        "model.safetensors", with: "model.safetensors:0:1000")
      let read = try bundle(Array(sharded.utf8))
      #expect((try? SignedStatement(read))?.resources.first?.path == (isPart ? "config.json" : nil))
    }
  }

  /// What a bundle may leave out or have besides, and what it may not.
  @Test(arguments: [
    (", \"tlogEntries\": []", "", true), (", \"keyid\": \"\"", "", true),
    ("\"keyid\": \"\"", "\"keyid\": null", true),
    // What is there and is not checked could be changed unnoticed.
    ("\"keyid\": \"\"", "\"keyid\": \"acme\"", false),
    ("\"tlogEntries\": []", "\"tlogEntries\": [{}]", false),
    ("\"tlogEntries\"", "\"timestampVerificationData\": {}, \"tlogEntries\"", false),
    ("{\"hint\": ", "{\"rawBytes\": \"AAAA\", \"hint\": ", false),
    ("{\"hint\": ", "{\"keyDetails\": \"PKIX_ECDSA_P384_SHA_384\", \"hint\": ", true),
    ("{\"hint\": ", "{\"keyDetails\": \"PKIX_ECDSA_P256_SHA_256\", \"hint\": ", false),
    ("\"keyid\"", "\"kayid\"", false), ("\"tlogEntries\"", "\"tlogEntry\"", false),
    ("bundle.v0.3+json", "bundle.v0.2+json", false), ("in-toto+json", "in-toto+xml", false),
    ("\"signatures\": [", "\"signatures\": [], \"x\": [", false),
    ("{\"mediaType\"", "[{\"mediaType\"", false),
    ("\"publicKey\"", "\"x509CertificateChain\"", false),
  ])
  func bundlesThatDiffer(old: String, new: String, isGood: Bool) throws {
    let text = String(decoding: try signed(TestKeys.p384), as: UTF8.self)
    let changed = text.replacing(old, with: new, maxReplacements: 1)
    #expect(changed != text)
    if isGood {
      #expect(try check(Array(changed.utf8), by: TestKeys.p384Public) == [])
    } else {
      #expect(throws: SigningError.self) { try check(Array(changed.utf8), by: TestKeys.p384Public) }
    }
  }

  /// Older signers wrote the key in place of its hint.
  @Test func aKeyInPlaceOfItsHint() throws {
    let text = String(decoding: try signed(TestKeys.p384), as: UTF8.self)
    let key = try VerifyingKey(pem: TestKeys.p384Public, name: "public.pem")
    let other = try VerifyingKey(pem: TestKeys.otherPublic, name: "public.pem")
    for (bytes, isGood) in [
      (key.der, true), (Array(key.pem.utf8), true), (Array(key.pem.utf8.dropLast()), true),
      (other.der, false),
    ] {
      let changed = text.replacing(
        "\"hint\": \"\(key.hint)\"", with: "\"rawBytes\": \"\(Base64.text(bytes))\"")
      #expect(((try? check(Array(changed.utf8), by: TestKeys.p384Public)) == []) == isGood)
    }
  }

  @Test func base64IsStrict() {
    for count in 0...20 {
      let bytes = (0..<count).map { UInt8($0 * 37 & 255) }
      #expect(Base64.bytes(Array(Base64.text(bytes).utf8)) == bytes)
    }
    for text in [
      "A", "AA", "AAA", "AA=", "AB==", "AAB=", "A===", "====", "AA==AA==", "AA A", "AA-_", "AAAA=",
    ] {
      #expect(Base64.bytes(Array(text.utf8)) == nil, "\(text)")
    }
  }
}

#if !canImport(CryptoKit)
  import CPackCrypto
  import PackFiles

  /// A key in libcrypto's hands; it is wiped with the object.
  final class LibcryptoKey {
    private let key: OpaquePointer

    /// Takes a key over.
    init(owning key: OpaquePointer) { self.key = key }

    deinit { EVP_PKEY_free(key) }

    /// Reads a SubjectPublicKeyInfo, all of its bytes.
    convenience init?(publicKey der: [UInt8]) {
      defer { ERR_clear_error() }
      let key: OpaquePointer? = der.withUnsafeBufferPointer { bytes in
        var position = bytes.baseAddress
        guard let key = d2i_PUBKEY(nil, &position, bytes.count) else { return nil }
        guard let start = bytes.baseAddress, let position, position - start == bytes.count else {
          EVP_PKEY_free(key)
          return nil
        }
        return key
      }
      guard let key else { return nil }
      self.init(owning: key)
    }

    /// Reads a private key of a PEM file, encrypted or not; nil where it cannot be read.
    convenience init?(privateKey pem: [UInt8], passphrase: String) {
      defer { ERR_clear_error() }
      let key: OpaquePointer? = pem.withUnsafeBytes { bytes in
        guard let stream = BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count)) else { return nil }
        defer { BIO_free(stream) }
        // Without a callback the last argument is the passphrase, and nothing asks on the terminal.
        var passphrase = Array(passphrase.utf8CString)
        defer { for index in passphrase.indices { passphrase[index] = 0 } }
        return passphrase.withUnsafeMutableBytes { PEM_read_bio_PrivateKey(stream, nil, nil, $0.baseAddress) }
      }
      guard let key else { return nil }
      self.init(owning: key)
    }

    /// The public half.
    ///
    /// - Throws: ``SigningError`` where the key is on none of the three curves.
    func verifyingKey(name: String) throws(SigningError) -> VerifyingKey {
      defer { ERR_clear_error() }
      guard EVP_PKEY_get_base_id(key) == EVP_PKEY_EC else {
        let kind = OBJ_nid2sn(EVP_PKEY_get_base_id(key)).map { String(cString: $0) }
        throw SigningError(
          .key, at: Place(file: name), problem: "the key cannot sign models", expected: SigningCurve.names,
          found: kind.map { "a key of the kind \($0)" })
      }
      var size = 0
      var group = [CChar](repeating: 0, count: 64)
      guard EVP_PKEY_get_group_name(key, &group, group.count, &size) == 1 else {
        throw SigningError(
          .key, at: Place(file: name), problem: "the key's curve has no name", expected: SigningCurve.names)
      }
      let found = String(decoding: group.prefix(size).map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let curve: SigningCurve? =
        switch found {
        case "prime256v1": .p256
        case "secp384r1": .p384
        case "secp521r1": .p521
        default: nil
        }
      guard let curve else {
        throw SigningError(
          .key, at: Place(file: name), problem: "the key cannot sign models", expected: SigningCurve.names,
          found: "the curve \(found)")
      }
      // The hint is made of one encoding: the curve by its name, the point with both coordinates.
      EVP_PKEY_set_utf8_string_param(key, OSSL_PKEY_PARAM_EC_ENCODING, OSSL_PKEY_EC_ENCODING_GROUP)
      EVP_PKEY_set_utf8_string_param(key, OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT, "uncompressed")
      let count = i2d_PUBKEY(key, nil)
      guard count > 0 else {
        throw SigningError(.unavailable, at: Place(file: name), problem: "the public key cannot be encoded")
      }
      let der = [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, written in
        var position = buffer.baseAddress
        written = max(0, Int(i2d_PUBKEY(key, &position)))
      }
      return try VerifyingKey(curve: curve, canonical: der, name: name)
    }

    /// Whether the key signed a message.
    func accepts(_ signature: [UInt8], of message: [UInt8], _ curve: SigningCurve) -> Bool {
      defer { ERR_clear_error() }
      guard let context = EVP_MD_CTX_new() else { return false }
      defer { EVP_MD_CTX_free(context) }
      return EVP_DigestVerifyInit(context, nil, digest(curve), nil, key) == 1
        && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }

    /// ECDSA in DER over a message; nil where libcrypto refuses.
    func signature(of message: [UInt8], _ curve: SigningCurve) -> [UInt8]? {
      defer { ERR_clear_error() }
      guard let context = EVP_MD_CTX_new() else { return nil }
      defer { EVP_MD_CTX_free(context) }
      var size = 0
      guard EVP_DigestSignInit(context, nil, digest(curve), nil, key) == 1,
        EVP_DigestSign(context, nil, &size, message, message.count) == 1
      else { return nil }
      let signature = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        var size = size
        count = EVP_DigestSign(context, buffer.baseAddress, &size, message, message.count) == 1 ? size : 0
      }
      return signature.isEmpty ? nil : signature
    }

    private func digest(_ curve: SigningCurve) -> OpaquePointer? {
      switch curve {
      case .p256: EVP_sha256()
      case .p384: EVP_sha384()
      case .p521: EVP_sha512()
      }
    }
  }
#endif

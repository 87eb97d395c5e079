#if !canImport(CryptoKit)
  import CPackCrypto

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// A certificate in libcrypto's hands.
  final class LibcryptoCertificate {
    private let certificate: OpaquePointer

    /// Reads a certificate, all of its bytes.
    init?(_ der: [UInt8]) {
      defer { ERR_clear_error() }
      let certificate: OpaquePointer? = der.withUnsafeBufferPointer { bytes in
        var position = bytes.baseAddress
        guard let certificate = d2i_X509(nil, &position, bytes.count) else { return nil }
        guard let start = bytes.baseAddress, let position, position - start == bytes.count else {
          X509_free(certificate)
          return nil
        }
        return certificate
      }
      guard let certificate else { return nil }
      self.certificate = certificate
    }

    deinit { X509_free(certificate) }

    /// The key that it is about.
    var key: LibcryptoKey? {
      defer { ERR_clear_error() }
      return X509_get_pubkey(certificate).map { LibcryptoKey(owning: $0) }
    }

    /// Who it is about, on one line; cut off where that is very long.
    var subject: String {
      var text = [CChar](repeating: 0, count: 512)
      guard X509_NAME_oneline(X509_get_subject_name(certificate), &text, Int32(text.count)) != nil else {
        return "unknown"
      }
      return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether it says that it is for signatures; one that says nothing is not.
    var isForSigning: Bool {
      let flags = X509_get_extension_flags(certificate)
      if flags & UInt32(EXFLAG_KUSAGE) != 0,
        X509_get_key_usage(certificate) & UInt32(KU_DIGITAL_SIGNATURE) != 0
      {
        return true
      }
      return flags & UInt32(EXFLAG_XKUSAGE) != 0
        && X509_get_extended_key_usage(certificate) & UInt32(XKU_CODE_SIGN) != 0
    }

    /// Why trusted certificates do not vouch for it at the time from which it holds; nil where they do.
    func problem(others: [LibcryptoCertificate], trusted: [LibcryptoCertificate]) -> String? {
      defer { ERR_clear_error() }
      guard let store = X509_STORE_new(), let chain = OPENSSL_sk_new_null(),
        let context = X509_STORE_CTX_new()
      else { return "out of memory" }
      defer {
        X509_STORE_CTX_free(context)
        OPENSSL_sk_free(chain)
        X509_STORE_free(store)
      }
      for one in trusted { X509_STORE_add_cert(store, one.certificate) }
      for one in others { OPENSSL_sk_push(chain, UnsafeRawPointer(one.certificate)) }
      guard let begin = validFrom else { return "the time from which it holds cannot be read" }
      guard X509_STORE_CTX_init(context, store, certificate, chain) == 1 else { return "it cannot be read" }
      X509_STORE_CTX_set_time(context, 0, begin)
      if X509_verify_cert(context) == 1 { return nil }
      let code = X509_STORE_CTX_get_error(context)
      return X509_verify_cert_error_string(Int(code)).map { String(cString: $0) } ?? "error \(code)"
    }

    /// Whether one of some certificates signed it.
    func isSigned(byOneOf others: [LibcryptoCertificate]) -> Bool {
      defer { ERR_clear_error() }
      return others.contains { other in
        guard X509_check_issued(other.certificate, certificate) == X509_V_OK,
          let key = X509_get0_pubkey(other.certificate)
        else { return false }
        return X509_verify(certificate, key) == 1
      }
    }

    private var validFrom: time_t? {
      var time = tm()
      guard let begin = X509_get0_notBefore(certificate), ASN1_TIME_to_tm(begin, &time) == 1 else {
        return nil
      }
      return timegm(&time)
    }
  }
#endif

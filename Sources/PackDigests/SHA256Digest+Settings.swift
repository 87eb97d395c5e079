#if !canImport(CryptoKit)
  import CPackCrypto
#endif

extension SHA256Digest {
  /// Has libcrypto leave the machine's openssl.cnf unread, in the whole process: engines and providers that it names are
  /// shared libraries, which a static command cannot load. Before the first digest, and not from a library: other
  /// code of the process may count on that file.
  package static func ignoresSettings() {
    #if !canImport(CryptoKit)
      _ = OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil)
    #endif
  }
}

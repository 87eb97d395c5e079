public import PackFiles

#if canImport(CryptoKit)
  import CryptoKit
#else
  import CPackCrypto
#endif

/// The name that git gives to a file's content: the SHA-1 of `blob`, its length and its bytes.
///
/// It says whether a file that git stores is the one that is meant, and nothing about who made it: SHA-1 can be forged.
/// Source: "Git Objects" in the book Pro Git.
public struct GitBlobDigest: Sendable, Hashable, CustomStringConvertible {
  /// Bytes of a digest.
  public static let byteCount = 20

  /// The digest, ``byteCount`` bytes.
  public let bytes: [UInt8]

  /// The digest of bytes in memory.
  ///
  /// - Parameters:
  ///   - data: the file's content.
  ///   - name: what errors call it.
  /// - Throws: ``DigestError`` when the library refuses.
  public init(of data: UnsafeRawBufferPointer, name: String) throws(DigestError) {
    let header = Array("blob \(data.count)\0".utf8)
    #if canImport(CryptoKit)
      var hash = Insecure.SHA1()
      hash.update(data: header)
      hash.update(bufferPointer: data)
      bytes = Array(hash.finalize())
    #else
      var size: UInt32 = 0
      var isComputed = false
      let context = EVP_MD_CTX_new()
      defer { EVP_MD_CTX_free(context) }
      let digest = [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { buffer, count in
        isComputed =
          context != nil && EVP_DigestInit_ex(context, EVP_sha1(), nil) == 1
          && EVP_DigestUpdate(context, header, header.count) == 1
          && EVP_DigestUpdate(context, data.baseAddress, data.count) == 1
          && EVP_DigestFinal_ex(context, buffer.baseAddress, &size) == 1
        count = isComputed ? Int(size) : 0
      }
      guard isComputed, digest.count == Self.byteCount else {
        throw DigestError(
          .unavailable, at: Place(file: name), problem: "SHA-1 is not available on this system")
      }
      bytes = digest
    #endif
  }

  /// 40 hexadecimal digits in lower case.
  public var description: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

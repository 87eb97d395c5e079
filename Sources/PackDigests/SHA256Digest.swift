public import PackFiles

#if canImport(CryptoKit)
  import CryptoKit
#else
  import CPackCrypto
#endif

/// A SHA-256 digest.
///
/// It is computed by the system's library (CryptoKit, or OpenSSL's libcrypto), which uses the processor's instructions
/// for it where there are any.
public struct SHA256Digest: Sendable, Hashable, CustomStringConvertible {
  /// Bytes of a digest.
  public static let byteCount = 32

  /// The digest, ``byteCount`` bytes.
  public let bytes: [UInt8]

  /// The digest of bytes in memory.
  ///
  /// - Parameters:
  ///   - data: any number of bytes; those of a mapped file are read in order, once.
  ///   - name: what errors call them.
  /// - Throws: ``DigestError`` when the library refuses, for want of memory or because a policy forbids it.
  public init(of data: UnsafeRawBufferPointer, name: String) throws(DigestError) {
    #if canImport(CryptoKit)
      var hash = SHA256()
      hash.update(bufferPointer: data)
      bytes = Array(hash.finalize())
    #else
      var size: UInt32 = 0
      var isComputed = false
      let digest = [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { buffer, count in
        isComputed =
          EVP_Digest(data.baseAddress, data.count, buffer.baseAddress, &size, EVP_sha256(), nil) == 1
        count = isComputed ? Int(size) : 0
      }
      guard isComputed, digest.count == Self.byteCount else {
        throw DigestError(
          .unavailable, at: Place(file: name), problem: "SHA-256 is not available on this system")
      }
      bytes = digest
    #endif
  }

  /// The digest of a file.
  ///
  /// - Throws: ``DigestError``.
  public init(of file: MappedFile, name: String? = nil) throws(DigestError) {
    file.prefetch(0..<file.count)
    let result = file.withBytes { bytes -> Result<Self, DigestError> in
      do throws(DigestError) {
        return .success(try Self(of: bytes, name: name ?? file.path))
      } catch {
        return .failure(error)
      }
    }
    self = try result.get()
  }

  /// The digest of an array.
  ///
  /// - Throws: ``DigestError``.
  public init(of bytes: [UInt8], name: String) throws(DigestError) {
    let result = bytes.withUnsafeBytes { bytes -> Result<Self, DigestError> in
      do throws(DigestError) {
        return .success(try Self(of: bytes, name: name))
      } catch {
        return .failure(error)
      }
    }
    self = try result.get()
  }

  /// Reads 64 hexadecimal digits in lower case; nil for any other text.
  public init?(hexadecimal text: String) {
    let digits = Array(text.utf8)
    guard digits.count == 2 * Self.byteCount else { return nil }
    var bytes: [UInt8] = []
    for position in stride(from: 0, to: digits.count, by: 2) {
      guard let high = Self.value(digits[position]), let low = Self.value(digits[position + 1]) else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    self.bytes = bytes
  }

  /// 64 hexadecimal digits in lower case.
  public var description: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}

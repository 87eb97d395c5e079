/// A format of compressed files that a loader of pickles decompresses by itself, told by how it begins.
///
/// Source: joblib's compressor.py and numpy_pickle_compat.py, pandas' `infer_compression`, Python's lzma.
enum CompressedFormat: String {
  case gzip
  case zlib
  /// joblib before 0.10: `ZF`, the size in hexadecimal, and a zlib stream.
  case joblib
  case bzip2
  case xz
  case lzma
  case zstandard = "Zstandard"
  case lz4 = "LZ4"

  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count > 4 else { return nil }
    let first = bytes[0]
    let word = bytes.integer(UInt32.self, at: 0) ?? 0
    if first == 0x1F && bytes[1] == 0x8B {
      self = .gzip
    } else if first & 0x8F == 0x08 && (Int(first) << 8 | Int(bytes[1])) % 31 == 0 {
      // 15 bits of window at most, and a check of the two bytes.
      self = .zlib
    } else if bytes.starts(with: "ZF0x".utf8) {
      self = .joblib
    } else if bytes.starts(with: "BZh".utf8), (0x31...0x39).contains(bytes[3]), Self.isBlock(bytes) {
      self = .bzip2
    } else if bytes.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) {
      self = .xz
    } else if word == 0xFD2F_B528 || word & 0xFFFF_FFF0 == 0x184D_2A50 {
      self = .zstandard
    } else if word == 0x184D_2204 || word == 0x184C_2102 {
      self = .lz4
    } else if Self.isLZMA(bytes) {
      self = .lzma
    } else {
      return nil
    }
  }

  /// Where the bytes begin that the library inflates; nil for a format that is not decompressed here.
  func start(in bytes: UnsafeRawBufferPointer) -> Int? {
    switch self {
    case .gzip, .zlib: 0
    // The size takes 19 characters, and one more in the files of the oldest releases.
    case .joblib: bytes.integer(UInt8.self, at: 21) == UInt8(ascii: " ") ? 22 : 21
    default: nil
    }
  }

  /// The first block of bzip2, or the end of an empty file.
  private static func isBlock(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let magic = bytes.dropFirst(4).prefix(6)
    return magic.elementsEqual([0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
      || magic.elementsEqual([0x17, 0x72, 0x45, 0x38, 0x50, 0x90])
  }

  /// The header without a signature of LZMA before xz: properties, a size of the dictionary that is 2ⁿ or 2ⁿ + 2ⁿ⁻¹, and
  /// the size, which may be unknown; the first byte of the stream is 0.
  private static func isLZMA(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let properties = bytes[0]
    guard properties < 225, properties % 9 + properties / 9 % 5 <= 4,
      let dictionary = bytes.integer(UInt32.self, at: 1),
      let size = bytes.integer(UInt64.self, at: 5), bytes.integer(UInt8.self, at: 13) == 0
    else { return false }
    let low = dictionary & (~dictionary &+ 1)
    return dictionary >= 1 << 12 && (dictionary == low || dictionary == low | low << 1 || dictionary == .max)
      && (size == .max || size < 1 << 38)
  }
}

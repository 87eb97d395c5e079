/// A file in a tar archive, read as far as a scan needs it.
struct TarMember {
  let path: String
  let bytes: UnsafeRawBufferPointer

  private static let block = 512
  private static let limit = 1 << 12

  /// The files in an archive, up to the first block that is no header.
  static func members(of bytes: UnsafeRawBufferPointer) -> [TarMember] {
    var members: [TarMember] = []
    var offset = 0
    while members.count < limit, let header = bytes.part(offset, block), header[0] != 0 {
      let digits = header[124..<136].filter { (0x30...0x37).contains($0) }
      guard let size = Int(String(decoding: digits, as: UTF8.self), radix: 8),
        let data = bytes.part(offset + block, size)
      else { break }
      let path = String(decoding: header.prefix(100).prefix { $0 != 0 }, as: UTF8.self)
      members.append(TarMember(path: path, bytes: data))
      offset += block + (size + block - 1) / block * block
    }
    return members
  }
}

import PackFiles

/// What can be told of a broken zip archive's members: every local header that is found is believed.
enum ZipSalvage {
  private static let memberLimit = 1 << 8
  private static let sizeLimit = 1 << 20

  /// Passes on the path and the beginning of each member.
  static func members(
    of bytes: UnsafeRawBufferPointer, _ body: (_ path: String, _ data: UnsafeRawBufferPointer) -> Void
  ) {
    var offset = 0
    for _ in 0..<memberLimit {
      guard let header = nextHeader(in: bytes, from: offset) else { return }
      offset = header + 4
      guard let nameSize = bytes.integer(UInt16.self, at: header + 26),
        let extraSize = bytes.integer(UInt16.self, at: header + 28),
        let method = bytes.integer(UInt16.self, at: header + 8),
        let name = bytes.part(header + 30, Int(nameSize))
      else { continue }
      let start = header + 30 + Int(nameSize) + Int(extraSize)
      guard start < bytes.count else { continue }
      let rest = UnsafeRawBufferPointer(rebasing: bytes[start..<min(bytes.count, start + sizeLimit)])
      let path = String(decoding: name, as: UTF8.self)
      if method == ZipMember.Method.deflated.rawValue {
        inflated(rest).withUnsafeBytes { body(path, $0) }
      } else {
        body(path, rest)
      }
    }
  }

  private static func nextHeader(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    var offset = start
    while offset + 30 <= bytes.count {
      guard let next = bytes[offset...].firstIndex(of: 0x50) else { return nil }
      if bytes.integer(UInt32.self, at: next) == 0x0403_4B50 { return next }
      offset = next + 1
    }
    return nil
  }

  private static func inflated(_ data: UnsafeRawBufferPointer) -> [UInt8] {
    var result: [UInt8] = []
    // The declared size is not believed: what has come when it fails is what there is.
    try? Inflater.inflate(data, size: sizeLimit, at: Place(file: "")) { result.append(contentsOf: $0) }
    return result
  }
}

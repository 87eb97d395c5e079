import PackFiles

/// A tar archive, read strictly: where two readers could find other members in it, it is malformed.
///
/// Source: POSIX.1-2001, pax interchange format; CPython's Lib/tarfile.py, which needs no `ustar` in a header.
enum TarArchive {
  private static let block = 512

  /// Whether bytes begin with a header of tar: one with the right checksum.
  static func isArchive(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.part(0, block).map { !isEmpty($0) && hasChecksum($0) } ?? false
  }

  /// Passes on the path and the bytes of each file.
  ///
  /// - Throws: ``CheckpointError`` for a header that cannot be read, or for bytes after the archive's end.
  static func eachFile(
    of bytes: UnsafeRawBufferPointer, name: String,
    _ body: (_ path: String, _ data: UnsafeRawBufferPointer) throws(CheckpointError) -> Void
  ) throws(CheckpointError) {
    var offset = 0
    while offset < bytes.count {
      guard let header = bytes.part(offset, block), !isEmpty(header) else { break }
      let place = Place(file: name, byteOffset: offset)
      guard hasChecksum(header), let size = number(header, 124, 12),
        let data = bytes.part(offset + block, size)
      else {
        throw CheckpointError(
          .tarMalformed, at: place, problem: "invalid tar header")
      }
      let path = path(of: header)
      switch header[156] {
      // In the oldest format, a directory is a file whose name ends with a slash.
      case 0 where path.utf8.last != UInt8(ascii: "/") || size == 0: try body(path, data)
      case 0x30, 0x37: try body(path, data)
      // Long names, and attributes for other readers; an attribute may give the next file another size.
      case UInt8(ascii: "L"), UInt8(ascii: "K"): break
      case UInt8(ascii: "x"), UInt8(ascii: "g"):
        if data.contains(" size=") || data.contains(" GNU.sparse") {
          throw CheckpointError(
            .tarMalformed, at: place, problem: "tar header has an extended size attribute")
        }
      case 0x31...0x36 where size == 0: break
      default:
        throw CheckpointError(
          .tarMalformed, at: place, problem: "tar header type that readers interpret differently",
          found: "byte \(header[156]), \(size) bytes")
      }
      offset += block + (size + block - 1) / block * block
    }
    guard offset >= bytes.count || bytes[offset...].allSatisfy({ $0 == 0 }) else {
      throw CheckpointError(
        .tarMalformed, at: Place(file: name, byteOffset: offset),
        problem: "bytes after the end of a tar archive")
    }
  }

  private static func isEmpty(_ header: UnsafeRawBufferPointer) -> Bool { header.allSatisfy { $0 == 0 } }

  /// Whether a header's checksum is right; old writers took the bytes for signed numbers.
  private static func hasChecksum(_ header: UnsafeRawBufferPointer) -> Bool {
    guard let expected = number(header, 148, 8) else { return false }
    var unsigned = 0
    var signed = 0
    for (position, byte) in header.enumerated() {
      let byte = (148..<156).contains(position) ? 0x20 : byte
      unsigned += Int(byte)
      signed += Int(Int8(bitPattern: byte))
    }
    return expected == unsigned || expected == signed
  }

  /// A number as Python's tarfile reads it: octal, as `int(text, 8)` takes it, or binary after a byte of 128.
  private static func number(_ header: UnsafeRawBufferPointer, _ start: Int, _ count: Int) -> Int? {
    let field = header[start..<(start + count)]
    if field.first == 0x80 {
      guard field.dropFirst().dropLast(7).allSatisfy({ $0 == 0 }) else { return nil }
      return field.suffix(7).reduce(0) { $0 << 8 | Int($1) }
    }
    var text = Array(field.prefix { $0 != 0 }.drop(while: isSpace))[...]
    while let last = text.last, isSpace(last) { text.removeLast() }
    if text.isEmpty { return 0 }
    if text.first == UInt8(ascii: "+") { text.removeFirst() }
    if text.first == 0x30, let mark = text.dropFirst().first, mark | 0x20 == UInt8(ascii: "o") {
      text = text.dropFirst(2)
    }
    text.removeAll { $0 == UInt8(ascii: "_") }
    guard text.allSatisfy({ (0x30...0x37).contains($0) }) else { return nil }
    return Int(String(decoding: text, as: UTF8.self), radix: 8)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte) || (0x1C...0x1F).contains(byte)
  }

  private static func path(of header: UnsafeRawBufferPointer) -> String {
    String(decoding: header.prefix(100).prefix { $0 != 0 }, as: UTF8.self)
  }
}

extension UnsafeRawBufferPointer {
  fileprivate func contains(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { firstRange(of: Array($0), from: 0) != nil }
  }
}

/// Finds keys and tokens in text by their shapes.
struct SecretScanner {
  /// Where a secret is; its text is not kept.
  struct Secret: Sendable, Hashable {
    /// What it opens.
    var kind: String
    /// Its first characters, which are the same for all of its kind.
    var prefix: String
    var offset: Int
    /// What must not be shown, but for the prefix of a token.
    var range: Range<Int>
    /// Whether the range begins with the prefix.
    var hasOwnShape = true
    /// Whether it is a text of several lines.
    var isBlock = false
  }

  /// The name under which AWS keeps a key that has no shape of its own.
  private static let awsName = Array("aws_secret_access_key".utf8)

  private static let firstBytes: [Bool] = {
    var table = [Bool](repeating: false, count: 256)
    for shape in SecretShape.all { table[Int(shape.prefix[0])] = true }
    for block in KeyBlock.all { table[Int(block.start[0])] = true }
    return table
  }()

  /// No private key is longer, as text.
  private static let keyLimit = 1 << 14

  /// The secrets in a text, in its order.
  static func secrets(in bytes: UnsafeRawBufferPointer) -> [Secret] {
    var found: [Secret] = []
    var previous: UInt8 = 0
    for offset in bytes.indices {
      let byte = bytes[offset]
      defer { previous = byte }
      guard firstBytes[Int(byte)] else { continue }
      let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
      if let block = KeyBlock.all.first(where: { rest.starts(with: $0.start) }) {
        guard previous != byte else { continue }
        let line = rest.prefix(80).prefix { $0 != 0x0A && $0 != 0x0D && $0 != UInt8(ascii: "\\") }
        if block.ends.contains(where: { contains($0, in: line) }) {
          let body = offset + line.count..<endOfKey(bytes, from: offset + line.count)
          found.append(
            Secret(
              kind: "private key", prefix: block.shown, offset: offset, range: body, hasOwnShape: false,
              isBlock: true))
        }
      } else if !isTokenByte(previous) || isEscape(bytes, before: offset) {
        if let length = awsSecretEnd(rest) {
          found.append(
            Secret(
              kind: "AWS secret key", prefix: "aws_secret_access_key", offset: offset,
              range: offset + length - 40..<offset + length, hasOwnShape: false))
        }
        guard let shape = SecretShape.all.first(where: { matches($0, rest) }) else { continue }
        let body = offset + shape.prefix.count
        let hasPoint = shape.letters == .pointed
        let length = rest.dropFirst(shape.prefix.count).prefix {
          isSecretByte($0) || hasPoint && $0 == UInt8(ascii: ".")
        }.count
        // An address and a name are no part of the secret: they stand in other texts, too.
        let isToken = ![.path, .base64, .pointed].contains(shape.letters)
        found.append(
          Secret(
            kind: shape.kind, prefix: String(decoding: shape.prefix, as: UTF8.self), offset: offset,
            range: (isToken ? offset : body)..<body + length, hasOwnShape: isToken))
      }
    }
    return found
  }

  private static func matches(_ shape: SecretShape, _ rest: UnsafeRawBufferPointer) -> Bool {
    guard rest.starts(with: shape.prefix) else { return false }
    let body = rest.dropFirst(shape.prefix.count).prefix(200).prefix { byte in
      switch shape.letters {
      case .capitals: byte &- 0x41 < 26 || byte &- 0x30 < 10
      case .path: isLetterOrDigit(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "_")
      case .base64: isLetterOrDigit(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "+")
      case .token, .word, .openAI: isTokenByte(byte)
      case .pointed: isTokenByte(byte) || byte == UInt8(ascii: ".")
      }
    }
    guard body.count >= shape.length else { return false }
    switch shape.letters {
    case .token, .path, .base64: break
    case .openAI: if !contains(Array("T3BlbkFJ".utf8), in: body) { return false }
    case .capitals: if body.count != shape.length { return false }
    case .word: if body.count > 40 || body.contains(where: { !isLetterOrDigit($0) }) { return false }
    case .pointed:
      let parts = body.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      if parts.count < 2 || parts[0].count < 20 || parts[1].count < 40 { return false }
    }
    return isSomebodys(body)
  }

  /// `hf_xxxxxxxx`, and the keys in the documentation of AWS, are not secrets.
  private static func isSomebodys(_ body: Slice<UnsafeRawBufferPointer>) -> Bool {
    Set(body).count >= 8 && !contains(Array("EXAMPLE".utf8), in: body)
  }

  /// The end of `aws_secret_access_key`, a sign, and 40 letters of base 64; nil where something else stands.
  private static func awsSecretEnd(_ rest: UnsafeRawBufferPointer) -> Int? {
    guard rest.count > awsName.count,
      zip(rest, awsName).allSatisfy({ $0 | 0x20 == $1 | 0x20 })
    else { return nil }
    let after = rest.dropFirst(awsName.count)
    let sign = after.drop { " \t\"'\\".utf8.contains($0) }
    guard let byte = sign.first, byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":") else { return nil }
    let body = sign.dropFirst().drop { " \t\"'\\".utf8.contains($0) }.prefix(41).prefix { byte in
      isLetterOrDigit(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "+")
    }
    return body.count == 40 && isSomebodys(body) ? body.endIndex : nil
  }

  /// Where a private key ends: at its last line, or where no key goes on.
  private static func endOfKey(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    let block = bytes[start...].prefix(keyLimit)
    var dashes = 0
    for offset in block.indices {
      dashes = block[offset] == UInt8(ascii: "-") ? dashes + 1 : 0
      if dashes == 5, offset - 5 >= start { return offset - 4 }
    }
    return block.endIndex
  }

  /// Whether the letter before a place ends an escape of a string, `\n` or `\u000a`.
  private static func isEscape(_ bytes: UnsafeRawBufferPointer, before offset: Int) -> Bool {
    let backslash = UInt8(ascii: "\\")
    if offset >= 2, bytes[offset - 2] == backslash, "bfnrtv0".utf8.contains(bytes[offset - 1]) { return true }
    return offset >= 6 && bytes[offset - 6] == backslash && bytes[offset - 5] == UInt8(ascii: "u")
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    byte | 0x20 &- 0x61 < 26 || byte &- 0x30 < 10
  }

  private static func contains(_ needle: [UInt8], in text: Slice<UnsafeRawBufferPointer>) -> Bool {
    text.indices.contains { text[$0...].starts(with: needle) }
  }

  /// Whether a byte may stand in a token, or in a key in base 64.
  static func isSecretByte(_ byte: UInt8) -> Bool {
    isTokenByte(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "=")
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    byte | 0x20 &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }
}

/// A block of a PEM file: RFC 7468.
struct PEMBlock {
  /// `PUBLIC KEY`
  let label: String
  /// What is encoded in it; nil where that is not plain base64, as in an encrypted key of the old kind.
  let der: [UInt8]?

  /// Keys and chains of certificates are small.
  static let sizeLimit = 1 << 20

  /// The blocks of a text, in their order; what stands between them says nothing.
  static func all(in bytes: [UInt8]) -> [PEMBlock] {
    var blocks: [PEMBlock] = []
    var open: (label: String, body: [UInt8])?
    for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      let text = String(decoding: line, as: UTF8.self)
      if let label = marked(text, "BEGIN") {
        open = (label, [])
      } else if let block = open, marked(text, "END") == block.label {
        blocks.append(PEMBlock(label: block.label, der: Base64.bytes(block.body)))
        open = nil
      } else {
        open?.body += line.filter { $0 != 0x20 && $0 != 0x09 }
      }
    }
    return blocks
  }

  /// What a file is, in words, for who expected something else.
  static func phrase(for bytes: [UInt8]) -> String {
    let labels = all(in: bytes).map { "-----BEGIN \($0.label)-----" }
    if !labels.isEmpty { return labels.prefix(3).joined(separator: ", ") }
    return bytes.isEmpty ? "an empty file" : "no PEM block"
  }

  /// The text of a block, as OpenSSL and Python's cryptography write it.
  static func text(_ label: String, _ der: [UInt8]) -> String {
    let body = Array(Base64.text(der).utf8)
    let lines = stride(from: 0, to: body.count, by: 64).map { start in
      String(decoding: body[start..<min(start + 64, body.count)], as: UTF8.self) + "\n"
    }
    return "-----BEGIN \(label)-----\n" + lines.joined() + "-----END \(label)-----\n"
  }

  private static func marked(_ line: String, _ word: String) -> String? {
    let (opening, closing) = ("-----\(word) ", "-----")
    var line = line
    while line.hasSuffix(" ") { line.removeLast() }
    guard line.hasPrefix(opening), line.hasSuffix(closing), line.utf8.count > opening.utf8.count + 5 else {
      return nil
    }
    return String(line.dropFirst(opening.count).dropLast(closing.count))
  }
}

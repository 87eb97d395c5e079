/// Finds keys and tokens in text by their shapes.
struct SecretScanner {
  /// A secret; its text is never kept.
  struct Secret: Sendable, Hashable {
    /// What it opens.
    var kind: String
    /// Its first characters, which are the same for all of its kind.
    var prefix: String
    var offset: Int
  }

  private struct Shape {
    var prefix: [UInt8]
    var kind: String
    /// Fewest characters after the prefix.
    var length: Int
    var isUpperCase: Bool
  }

  private static let shapes: [Shape] = [
    ("hf_", "Hugging Face token", 30, false), ("api_org_", "Hugging Face organisation token", 30, false),
    ("AKIA", "AWS access key", 16, true), ("ASIA", "AWS access key", 16, true),
    ("ghp_", "GitHub token", 36, false), ("gho_", "GitHub token", 36, false),
    ("ghs_", "GitHub token", 36, false), ("github_pat_", "GitHub token", 60, false),
    ("glpat-", "GitLab token", 20, false), ("AIza", "Google API key", 35, false),
    ("xoxb-", "Slack token", 24, false), ("xoxp-", "Slack token", 24, false),
    ("sk-ant-", "Anthropic API key", 32, false), ("sk-proj-", "OpenAI API key", 32, false),
    ("wandb_v1_", "Weights & Biases key", 30, false),
  ].map { Shape(prefix: Array($0.0.utf8), kind: $0.1, length: $0.2, isUpperCase: $0.3) }

  private static let firstBytes: [Bool] = {
    var table = [Bool](repeating: false, count: 256)
    for shape in shapes { table[Int(shape.prefix[0])] = true }
    table[Int(UInt8(ascii: "-"))] = true
    return table
  }()

  private static let keyStart = Array("-----BEGIN ".utf8)
  private static let keyEnd = Array("PRIVATE KEY-----".utf8)

  /// The secrets in a text, in its order.
  static func secrets(in bytes: UnsafeRawBufferPointer) -> [Secret] {
    var found: [Secret] = []
    var previous: UInt8 = 0
    for offset in bytes.indices {
      let byte = bytes[offset]
      defer { previous = byte }
      guard firstBytes[Int(byte)] else { continue }
      let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
      if byte == UInt8(ascii: "-") {
        guard previous != byte, rest.starts(with: keyStart) else { continue }
        let line = rest.prefix(80).prefix { $0 != 0x0A && $0 != 0x0D && $0 != UInt8(ascii: "\\") }
        if contains(keyEnd, in: line) {
          found.append(Secret(kind: "private key", prefix: "-----BEGIN", offset: offset))
        }
      } else if !isTokenByte(previous), let shape = shapes.first(where: { matches($0, rest) }) {
        found.append(
          Secret(kind: shape.kind, prefix: String(decoding: shape.prefix, as: UTF8.self), offset: offset))
      }
    }
    return found
  }

  private static func matches(_ shape: Shape, _ rest: UnsafeRawBufferPointer) -> Bool {
    guard rest.starts(with: shape.prefix) else { return false }
    let body = rest.dropFirst(shape.prefix.count).prefix(200).prefix { byte in
      shape.isUpperCase ? byte &- 0x41 < 26 || byte &- 0x30 < 10 : isTokenByte(byte)
    }
    guard body.count >= shape.length, !shape.isUpperCase || body.count == shape.length else { return false }
    // `hf_xxxxxxxx`, and the key that AWS prints in its documentation, are nobody's.
    let example = Array("EXAMPLE".utf8)
    return Set(body).count >= 8 && !contains(example, in: body)
  }

  private static func contains(_ needle: [UInt8], in text: Slice<UnsafeRawBufferPointer>) -> Bool {
    text.indices.contains { text[$0...].starts(with: needle) }
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    byte | 0x20 &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }
}

/// Hides secrets in whatever is said of a package: those that were found in its files, and what looks like one by itself.
struct SecretMask: Sendable {
  /// How each secret begins, and how much of that may be shown.
  private var beginnings: [UInt64: Int] = [:]

  /// So many bytes tell a secret from other text, and give nothing of it away that could be used.
  private static let keyLength = 8

  /// Has a secret hidden from now on.
  ///
  /// - Parameters:
  ///   - secret: what the scanner found.
  ///   - bytes: the text that it was found in.
  mutating func add(_ secret: SecretScanner.Secret, in bytes: UnsafeRawBufferPointer) {
    for range in secret.parts(in: bytes) {
      guard let key = Self.key(bytes, at: range.lowerBound) else { continue }
      beginnings[key] = secret.shownLength
    }
  }

  /// The text with `…` in place of secrets; of a token its prefix stays, which is the same for all of its kind.
  func mask(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let hidden = bytes.withUnsafeBytes { hiddenRanges(in: $0) }
    guard !hidden.isEmpty else { return text }
    var masked: [UInt8] = []
    var position = 0
    for range in hidden where range.upperBound > position {
      if range.lowerBound >= position {
        masked += bytes[position..<range.lowerBound] + Array("…".utf8)
      }
      position = range.upperBound
    }
    return String(decoding: masked + bytes[position...], as: UTF8.self)
  }

  /// What is to be hidden, in order.
  private func hiddenRanges(in bytes: UnsafeRawBufferPointer) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    for secret in SecretScanner.secrets(in: bytes) {
      ranges += secret.parts(in: bytes).map { $0.lowerBound + secret.shownLength..<$0.upperBound }
    }
    if !beginnings.isEmpty {
      for offset in bytes.indices {
        guard let key = Self.key(bytes, at: offset), let shown = beginnings[key] else { continue }
        let end = bytes[offset...].firstIndex { !SecretScanner.isSecretByte($0) } ?? bytes.count
        ranges.append(offset + shown..<max(end, offset + shown))
      }
    }
    return ranges.filter { !$0.isEmpty }.sorted {
      ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
    }
  }

  private static func key(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt64? {
    guard offset <= bytes.count - keyLength else { return nil }
    return bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }
}

extension SecretScanner.Secret {
  /// How many bytes of each part say only what kind of secret it is.
  var shownLength: Int { hasOwnShape ? prefix.utf8.count : 0 }

  /// The secret's places in the text: each piece of a token that no full stop divides, each line of a key.
  func parts(in bytes: UnsafeRawBufferPointer) -> [Range<Int>] {
    guard isBlock else {
      let pieces = bytes[range].split { !SecretScanner.isSecretByte($0) }
      return pieces.map { $0.startIndex..<$0.endIndex }
    }
    var lines: [Range<Int>] = []
    var start = range.lowerBound
    for offset in range.lowerBound...range.upperBound
    where offset == range.upperBound || !SecretScanner.isSecretByte(bytes[offset]) {
      // Shorter ones give nothing away, and are found in other texts.
      if offset - start >= 16 {
        lines.append(start..<offset)
        // In a string with escapes the letters of an escaped line end stand before the line.
        if start > range.lowerBound, bytes[start - 1] == UInt8(ascii: "\\") {
          lines.append(start + (bytes[start] == UInt8(ascii: "u") ? 5 : 1)..<offset)
        }
      }
      start = offset + 1
    }
    return lines
  }
}

/// The rewriting rules that a SentencePiece model carries: a double-array trie (Aoe, 1989; the layout is that of
/// Darts-clone) from texts to places in a block of texts that each end with a zero byte.
struct Charsmap: Sendable {
  private let units: [UInt32]
  private let texts: [UInt8]

  init(_ reader: ComponentReader) throws(TokenizerError) {
    let member = try reader.member("precompiled_charsmap")
    guard let bytes = decodeBase64(try reader.bytes("precompiled_charsmap")) else {
      throw member.invalid("not Base64")
    }
    guard bytes.count >= 4 else {
      throw member.invalid("charsmap is truncated", found: "\(bytes.count) bytes")
    }
    let size = Int(Self.integer(bytes, 0))
    guard size <= bytes.count - 4, size >= 4, size % 4 == 0 else {
      throw member.invalid(
        "trie is larger than the charsmap", expected: "at most \(bytes.count - 4) bytes",
        found: "\(size) bytes")
    }
    units = (0..<size / 4).map { Self.integer(bytes, 4 + 4 * $0) }
    texts = Array(bytes[(4 + size)...])
    guard String(validating: texts, as: UTF8.self) != nil else {
      throw member.invalid("charsmap texts are not UTF-8")
    }
    try checkPlaces(member)
    // One place may be used by many rules, so a long text could be written again and again.
    guard texts.split(separator: 0).allSatisfy({ $0.count <= 4096 }) else {
      throw member.unsupported("a rule's text is longer than 4096 bytes")
    }
  }

  private static func integer(_ bytes: [UInt8], _ index: Int) -> UInt32 {
    UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2]) << 16
      | UInt32(bytes[index + 3]) << 24
  }

  /// Every unit that says it has a text must lead to one.
  private func checkPlaces(_ member: ComponentReader) throws(TokenizerError) {
    for (position, unit) in units.enumerated() where unit >> 31 == 0 && unit & 0x100 != 0 {
      let place = position ^ Self.offset(unit)
      guard place < units.count, case let start = Int(units[place] & 0x7FFF_FFFF), start <= texts.count,
        start == texts.count || texts[start] & 0xC0 != 0x80
      else {
        throw member.invalid("the trie points outside the charsmap", found: "unit \(position)")
      }
    }
  }

  @inline(__always)
  private static func offset(_ unit: UInt32) -> Int { Int((unit >> 10) << ((unit & 0x200) >> 6)) }

  /// What stands for the shortest beginning of a text that has a rule; the rest of the text goes with it.
  private func image(of text: UnsafeBufferPointer<UInt8>) -> UnsafeRawBufferPointer? {
    units.withUnsafeBufferPointer { units in
      var position = Self.offset(units[0])
      for byte in text {
        if byte == 0 { return nil }
        position ^= Int(byte)
        guard position < units.count else { return nil }
        let unit = units[position]
        guard unit & 0x8000_00FF == UInt32(byte) else { return nil }
        position ^= Self.offset(unit)
        if unit & 0x100 != 0 {
          guard position < units.count else { return nil }
          return textRange(Int(units[position] & 0x7FFF_FFFF))
        }
      }
      return nil
    }
  }

  private func textRange(_ start: Int) -> UnsafeRawBufferPointer? {
    texts.withUnsafeBytes { texts in
      guard start <= texts.count else { return nil }
      var end = start
      while end < texts.count && texts[end] != 0 { end += 1 }
      return UnsafeRawBufferPointer(rebasing: texts[start..<end])
    }
  }

  /// Rewrites short grapheme clusters whole where a rule fits, and everything else scalar by scalar.
  func apply(to text: inout NormalizedText) {
    var changes: [Change] = []
    changes.reserveCapacity(text.bytes.count)
    var isModified = false
    text.bytes.withUnsafeBufferPointer { buffer in
      var breaker = GraphemeBreaker()
      var start = 0
      var index = 0
      while index < buffer.count && changes.count <= text.limit {
        let (scalar, length) = buffer.scalar(at: index)
        if breaker.startsCluster(scalar) && index > start {
          isModified = rewriteCluster(buffer.part(start, index), &changes) || isModified
          start = index
        }
        index += length
      }
      isModified = rewriteCluster(buffer.part(start, buffer.count), &changes) || isModified
    }
    guard changes.count <= text.limit else { return text.markTooLong() }
    guard isModified else { return }
    text.apply(changes)
  }

  private func rewriteCluster(_ cluster: UnsafeBufferPointer<UInt8>, _ changes: inout [Change]) -> Bool {
    if cluster.count < 6, let image = image(of: cluster) {
      Self.replace(cluster, by: image, &changes)
      return true
    }
    var isModified = false
    var index = 0
    while index < cluster.count {
      let (scalar, length) = cluster.scalar(at: index)
      let part = cluster.part(index, index + length)
      if cluster.count != length || cluster.count >= 6, let image = image(of: part) {
        Self.replace(part, by: image, &changes)
        isModified = true
      } else {
        changes.append(Change(scalar: scalar, change: 0))
      }
      index += length
    }
    return isModified
  }

  /// Books a replacement as the reference does: surplus scalars are put in, missing ones are dropped after the last
  /// that was written, whichever text that belongs to.
  private static func replace(
    _ old: UnsafeBufferPointer<UInt8>, by image: UnsafeRawBufferPointer, _ changes: inout [Change]
  ) {
    let first = changes.count
    image.withMemoryRebound(to: UInt8.self) { image in
      var index = 0
      while index < image.count {
        let (scalar, length) = image.scalar(at: index)
        changes.append(Change(scalar: scalar, change: 0))
        index += length
      }
    }
    let surplus = changes.count - first - old.count(where: { $0 & 0xC0 != 0x80 })
    if surplus > 0 {
      for index in (changes.count - surplus)..<changes.count { changes[index].change = 1 }
    } else if surplus < 0, !changes.isEmpty {
      changes[changes.count - 1].change += surplus
    }
  }
}

/// The bytes that Base64 text stands for (RFC 4648, with padding), or nil.
func decodeBase64(_ text: [UInt8]) -> [UInt8]? {
  guard text.count % 4 == 0 else { return nil }
  let padding = text.suffix(2).count { $0 == UInt8(ascii: "=") }
  if padding == 1 && text.last != UInt8(ascii: "=") { return nil }
  var result: [UInt8] = []
  result.reserveCapacity(text.count / 4 * 3)
  var bits: UInt32 = 0
  for (index, character) in text.dropLast(padding).enumerated() {
    let digit: UInt8
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit = character - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): digit = character - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = character - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): digit = 62
    case UInt8(ascii: "/"): digit = 63
    default: return nil
    }
    bits = bits << 6 | UInt32(digit)
    switch index % 4 {
    case 1: result.append(UInt8(truncatingIfNeeded: bits >> 4))
    case 2: result.append(UInt8(truncatingIfNeeded: bits >> 2))
    case 3: result.append(UInt8(truncatingIfNeeded: bits))
    default: break
    }
  }
  return result
}

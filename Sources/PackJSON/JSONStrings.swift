import PackFiles

/// Offset of the first byte that is not part of well-formed UTF-8 (RFC 3629), or nil.
func firstInvalidUTF8(_ bytes: [UInt8]) -> Int? {
  bytes.withUnsafeBytes { buffer in
    var index = 0
    let count = buffer.count
    while index < count {
      // Eight ASCII bytes at a time: real files are mostly those.
      while index + 8 <= count,
        buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        index += 8
      }
      guard index < count else { return nil }
      guard let length = scalarLength(buffer, at: index) else { return index }
      index += length
    }
    return nil
  }
}

/// Length of the well-formed UTF-8 sequence at `index`, or nil where there is none.
private func scalarLength(_ buffer: UnsafeRawBufferPointer, at index: Int) -> Int? {
  let lead = buffer[index]
  let length: Int
  var second: ClosedRange<UInt8> = 0x80...0xBF
  switch lead {
  case 0x00...0x7F: return 1
  case 0xC2...0xDF: length = 2
  case 0xE0: (length, second) = (3, 0xA0...0xBF)
  case 0xED: (length, second) = (3, 0x80...0x9F)
  case 0xE1...0xEF: length = 3
  case 0xF0: (length, second) = (4, 0x90...0xBF)
  case 0xF1...0xF3: length = 4
  case 0xF4: (length, second) = (4, 0x80...0x8F)
  default: return nil
  }
  guard index + length <= buffer.count, second.contains(buffer[index + 1]) else { return nil }
  for offset in 2..<max(2, length) where buffer[index + offset] & 0xC0 != 0x80 { return nil }
  return length
}

/// The bytes that an escaped string stands for; the parser has checked its escapes.
func unescape(_ bytes: some Sequence<UInt8>) -> [UInt8] {
  var result: [UInt8] = []
  var iterator = bytes.makeIterator()
  var highSurrogate: UInt32?
  while let byte = iterator.next() {
    guard byte == UInt8(ascii: "\\"), let escape = iterator.next() else {
      result.append(byte)
      continue
    }
    switch escape {
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0C)
    case UInt8(ascii: "n"): result.append(0x0A)
    case UInt8(ascii: "r"): result.append(0x0D)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "u"):
      var unit: UInt32 = 0
      for _ in 0..<4 { unit = unit << 4 | (iterator.next().flatMap(hexadecimalDigit) ?? 0) }
      if let high = highSurrogate {
        append(0x10000 + (high - 0xD800) << 10 + (unit & 0x3FF), to: &result)
        highSurrogate = nil
      } else if unit & 0xFC00 == 0xD800 {
        highSurrogate = unit
      } else {
        append(unit, to: &result)
      }
    default: result.append(escape)
    }
  }
  return result
}

private func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
  guard let scalar = Unicode.Scalar(scalar) else { return }
  bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
}

/// Index of the first key node that repeats an earlier key of the same object, compared as decoded bytes.
///
/// - Complexity: O(n) expected.
func firstDuplicateKey(of object: Int, nodes: [FlatNode], bytes: UnsafeBufferPointer<UInt8>) -> Int? {
  var keys: [Int] = []
  var index = object + 1
  while index < nodes.count {
    keys.append(index)
    index = Int(nodes[index + 1].next)
  }
  guard keys.count > 1 else { return nil }

  func isSame(_ left: Int, _ right: Int) -> Bool {
    let (a, b) = (nodes[left], nodes[right])
    if a.tag == .plainString && b.tag == .plainString {
      return bytes[Int(a.start)..<Int(a.end)].elementsEqual(bytes[Int(b.start)..<Int(b.end)])
    }
    return decodedKey(a, bytes) == decodedKey(b, bytes)
  }

  if keys.count <= 8 {
    for later in 1..<keys.count {
      for earlier in 0..<later where isSame(keys[earlier], keys[later]) { return keys[later] }
    }
    return nil
  }
  // Open addressing over the keys' hashes; seeded, so that no file can choose its collisions.
  let seed = UInt64.random(in: .min ... .max) | 1
  let capacity = 1 << (Int.bitWidth - (keys.count * 2).leadingZeroBitCount)
  var table = [Int32](repeating: -1, count: capacity)
  for (position, key) in keys.enumerated() {
    let node = nodes[key]
    var hash = seed
    if node.tag == .plainString {
      for byte in bytes[Int(node.start)..<Int(node.end)] { mix(byte, into: &hash) }
    } else {
      for byte in decodedKey(node, bytes) { mix(byte, into: &hash) }
    }
    var slot = Int(truncatingIfNeeded: (hash ^ hash >> 29) &* 0x9E37_79B9_7F4A_7C15 >> 20) & (capacity - 1)
    while table[slot] >= 0 {
      if isSame(keys[Int(table[slot])], key) { return key }
      slot = (slot + 1) & (capacity - 1)
    }
    table[slot] = Int32(position)
  }
  return nil
}

private func decodedKey(_ node: FlatNode, _ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
  let slice = bytes[Int(node.start)..<Int(node.end)]
  return node.tag == .escapedString ? unescape(slice) : Array(slice)
}

@inline(__always)
private func mix(_ byte: UInt8, into hash: inout UInt64) {
  hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
  hash ^= hash >> 31
}

extension String {
  /// The text in quotes, on one line and cut to what a message can carry.
  public var quotedForMessage: String {
    var text = "\""
    for scalar in unicodeScalars.prefix(80) { text += scalar.isControl ? scalar.escaped : String(scalar) }
    if unicodeScalars.count > 80 { text += "…" }
    return text + "\""
  }
}

import PackFiles

// The simple normalizers.

extension NormalizedText {
  /// Puts `prefix` before a text that is not empty; it takes the place of the first scalar.
  mutating func prepend(_ prefix: [UInt32]) {
    transform { transformer in
      transformer.prepend(prefix)
      transformer.keepRest()
    }
  }

  /// Cuts white space off the ends.
  mutating func strip(left: Bool, right: Bool) {
    let properties = UnicodeData.properties
    let (start, end) = bytes.withUnsafeBufferPointer { buffer in
      var start = 0
      var end = buffer.count
      while left && start < end {
        let (scalar, length) = buffer.scalar(at: start)
        guard properties.has(scalar, .whiteSpace) else { break }
        start += length
      }
      while right && end > start {
        let before = buffer.scalarStart(before: end)
        guard properties.has(buffer.scalar(at: before).value, .whiteSpace) else { break }
        end = before
      }
      return (start, end)
    }
    keep(start, end)
  }

  /// Deletes the scalars that have a property.
  mutating func drop(_ dropped: ScalarProperties) {
    let properties = UnicodeData.properties
    guard contains(bytes, dropped) else { return }
    transform { transformer in
      while !transformer.isAtEnd {
        if properties.has(transformer.next, dropped) { transformer.drop() } else { transformer.keep() }
      }
    }
  }

  /// Lower case, scalar by scalar: there is no final sigma.
  mutating func lowercase() {
    guard contains(bytes, .lowercased) else { return }
    if bytes.withUnsafeBufferPointer({ $0.isASCII }) {
      updateBytesInPlace { buffer in
        for index in buffer.indices where buffer[index].isASCIICapital { buffer[index] |= 0x20 }
      }
      return
    }
    let properties = UnicodeData.properties
    let mapping = UnicodeData.lowercase
    transform { transformer in
      while !transformer.isAtEnd {
        let scalar = transformer.next
        if properties.has(scalar, .lowercased), let image = mapping[scalar], let first = image.first {
          transformer.replace(with: first)
          for other in image.dropFirst() { transformer.insert(other) }
        } else {
          transformer.keep()
        }
      }
    }
  }

  /// The normalizer of neural machine translation models: control characters go, other spaces become U+0020.
  mutating func cleanForTranslation() {
    transform { transformer in
      while !transformer.isAtEnd {
        switch transformer.next {
        case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x8F, 0x9F: transformer.drop()
        case 0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD:
          transformer.replace(with: 0x20)
        default: transformer.keep()
        }
      }
    }
  }
}

extension TextTransformer {
  /// Puts `prefix` before the next scalar, which it shares its place with; with an empty one that scalar loses its place.
  mutating func prepend(_ prefix: [UInt32]) {
    guard !isAtEnd else { return }
    let scalar = next
    if let first = prefix.first {
      replace(with: first)
      for other in prefix.dropFirst() { insert(other) }
      insert(scalar)
    } else {
      insert(scalar)
      drop()
    }
  }
}

/// Whether any scalar has one of the properties.
func contains(_ bytes: [UInt8], _ wanted: ScalarProperties) -> Bool {
  let properties = UnicodeData.properties
  return bytes.withUnsafeBufferPointer { buffer in
    var index = 0
    while index < buffer.count {
      let (scalar, length) = buffer.scalar(at: index)
      if properties.has(scalar, wanted) { return true }
      index += length
    }
    return false
  }
}

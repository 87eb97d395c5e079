import PackFiles

/// BERT's normalizer: cleaning, spaces around Chinese characters, no accents, lower case.
struct BertNormalizer: Sendable {
  let cleansText: Bool
  let spacesChinese: Bool
  let stripsAccents: Bool
  let lowercases: Bool
  /// What becomes of each ASCII byte: itself, another one, or 0xFF where it is deleted.
  private let ascii: [UInt8]

  init(_ reader: ComponentReader) throws(TokenizerError) {
    cleansText = try reader.bool("clean_text")
    spacesChinese = try reader.bool("handle_chinese_chars")
    lowercases = try reader.bool("lowercase")
    stripsAccents = try reader.optionalBool("strip_accents") ?? lowercases
    let properties = UnicodeData.properties
    ascii = (0..<128).map { [cleansText, lowercases] (byte: UInt8) in
      let scalar = UInt32(byte)
      if cleansText && properties.has(scalar, .bertDeleted) { return 0xFF }
      if cleansText && properties.has(scalar, .bertSpace) { return 0x20 }
      return lowercases && byte.isASCIICapital ? byte | 0x20 : byte
    }
  }

  func apply(to text: inout NormalizedText) {
    if applyToASCII(&text) { return }
    // A mark that NFD may move and that is not stripped takes part in the reference's bookkeeping by position;
    // all others keep the place they come from, and one walk does every step.
    if stripsAccents && contains(text.bytes, .bertMovable) {
      applyStepByStep(&text)
    } else {
      applyAtOnce(&text)
    }
  }

  /// Handles a text of ASCII alone that loses nothing.
  private func applyToASCII(_ text: inout NormalizedText) -> Bool {
    let table = ascii
    let isPlain = text.bytes.withUnsafeBufferPointer { buffer in
      guard buffer.isASCII else { return false }
      return table.withUnsafeBufferPointer { table in
        for byte in buffer where table[Int(byte)] == 0xFF { return false }
        return true
      }
    }
    guard isPlain else { return false }
    text.updateBytesInPlace { buffer in
      table.withUnsafeBufferPointer { table in
        for index in buffer.indices { buffer[index] = table[Int(buffer[index])] }
      }
    }
    return true
  }

  private func applyAtOnce(_ text: inout NormalizedText) {
    let properties = UnicodeData.properties
    let canonical = UnicodeData.canonical
    let dropped: ScalarProperties = cleansText ? .bertDeleted : []
    let space: ScalarProperties = cleansText ? .bertSpace : []
    let chinese: ScalarProperties = spacesChinese ? .bertChinese : []
    let mark: ScalarProperties = stripsAccents ? .bertMark : []
    let changed = (lowercases ? ScalarProperties.lowercased : []).union(stripsAccents ? .decomposed : [])
    let special = dropped.union(space).union(chinese).union(mark).union(changed)
    text.transform { transformer in
      while !transformer.isAtEnd {
        let scalar = transformer.next
        let bits = ScalarProperties(rawValue: properties[scalar])
        if bits.isDisjoint(with: special) {
          transformer.keep()
        } else if !bits.isDisjoint(with: dropped) {
          transformer.drop()
        } else if !bits.isDisjoint(with: space) {
          transformer.replace(with: 0x20)
        } else {
          let isSpaced = !bits.isDisjoint(with: chinese)
          var isFirst = true
          func put(_ scalar: UInt32) {
            if isFirst { transformer.replace(with: scalar) } else { transformer.insert(scalar) }
            isFirst = false
          }
          func putLowercased(_ scalar: UInt32) {
            if lowercases, properties.has(scalar, .lowercased), let image = UnicodeData.lowercase[scalar] {
              for other in image { put(other) }
            } else {
              put(scalar)
            }
          }
          if isSpaced { put(0x20) }
          if stripsAccents && bits.contains(.decomposed) {
            forEachHangulPart(scalar) { putLowercased($0) }
            for part in canonical[scalar] ?? [] where !properties.has(part, .bertMark) { putLowercased(part) }
          } else if bits.isDisjoint(with: mark) {
            putLowercased(scalar)
          }
          if isSpaced { put(0x20) }
          if isFirst { transformer.drop() }
        }
      }
    }
  }

  private func applyStepByStep(_ text: inout NormalizedText) {
    if cleansText {
      let properties = UnicodeData.properties
      text.transform { transformer in
        while !transformer.isAtEnd {
          let scalar = transformer.next
          if properties.has(scalar, .bertDeleted) {
            transformer.drop()
          } else if properties.has(scalar, .bertSpace) {
            transformer.replace(with: 0x20)
          } else {
            transformer.keep()
          }
        }
      }
    }
    if spacesChinese && contains(text.bytes, .bertChinese) {
      text.transform { transformer in
        while !transformer.isAtEnd {
          let scalar = transformer.next
          if UnicodeData.properties.has(scalar, .bertChinese) {
            transformer.replace(with: 0x20)
            transformer.insert(scalar)
            transformer.insert(0x20)
          } else {
            transformer.keep()
          }
        }
      }
    }
    if stripsAccents {
      text.decompose(compatible: false)
      text.drop(.bertMark)
    }
    if lowercases { text.lowercase() }
  }
}

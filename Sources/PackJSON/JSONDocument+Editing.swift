extension JSONDocument {
  /// The text with another value in the place of one; every other byte stays as it is.
  ///
  /// - Parameters:
  ///   - node: a value of this document.
  ///   - value: what takes its place, laid out like the text around it.
  public func replacing(_ node: JSONNode, with value: JSONValue) -> [UInt8] {
    let range = node.byteRange
    return spliced(range, text(of: value, indent: indent(ofLineAt: range.lowerBound), isInline: isOneLine))
  }

  /// The text with others in the place of several values; every other byte stays as it is.
  ///
  /// - Parameter changes: values of this document in the order of the text, and the strings or nulls that take their places.
  /// - Complexity: linear in the text.
  public func replacing(_ changes: [(node: JSONNode, text: String?)]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var end = 0
    for (node, text) in changes where node.byteRange.lowerBound >= end {
      let value = text.map { JSONValue.string($0) } ?? .null
      result += bytes[end..<node.byteRange.lowerBound]
      result += value.text(.line).utf8
      end = node.byteRange.upperBound
    }
    return result + bytes[end...]
  }

  /// The text with one more member at the end of an object; every other byte stays as it is.
  ///
  /// - Parameters:
  ///   - key: a key that the object does not have.
  ///   - value: its value, laid out like the text around it.
  ///   - object: an object of this document.
  /// - Throws: ``JSONError`` when that is not an object.
  public func adding(
    _ key: String, _ value: JSONValue, to object: JSONNode
  ) throws(JSONError) -> [UInt8] {
    var last: JSONMember?
    for member in try object.members() { last = member }
    let name = JSONValue.string(key).text(.line)
    guard let last else {
      let member = "{\(name): \(value.text(.line))}"
      return spliced(object.byteRange, Array(member.utf8))
    }
    // The new member stands apart from the last one as that one does from what is before it.
    let keyRange = last.keyNode.byteRange
    var gapStart = keyRange.lowerBound
    while gapStart > 0, Self.isSpace(bytes[gapStart - 1]) { gapStart -= 1 }
    let gap = bytes[gapStart..<keyRange.lowerBound]
    let end = last.value.byteRange.upperBound
    let colon = bytes[keyRange.upperBound..<last.value.byteRange.lowerBound]
    let isInline = !gap.contains(UInt8(ascii: "\n"))
    let indent = gap.lastIndex(of: UInt8(ascii: "\n")).map { Array(gap[($0 + 1)...]) } ?? []
    return spliced(
      end..<end,
      [UInt8(ascii: ",")] + gap + Array(name.utf8) + colon
        + text(of: value, indent: indent, isInline: isInline))
  }

  /// Whether the text is written without line breaks.
  private var isOneLine: Bool {
    !bytes.dropLast().contains(UInt8(ascii: "\n"))
  }

  /// What a level is indented by: the white space before the first member of the outermost object.
  private var unit: [UInt8] {
    guard let members = try? root.members(), let first = members.first(where: { _ in true }) else {
      return [0x20, 0x20]
    }
    let indent = indent(ofLineAt: first.keyNode.byteRange.lowerBound)
    return indent.isEmpty ? [0x20, 0x20] : indent
  }

  private func indent(ofLineAt offset: Int) -> [UInt8] {
    let line = bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return Array(bytes[line..<offset].prefix { $0 == 0x20 || $0 == 0x09 })
  }

  /// A value in the document's own style.
  private func text(of value: JSONValue, indent: [UInt8], isInline: Bool) -> [UInt8] {
    guard !isInline else { return Array(value.text(.line).utf8) }
    var text: [UInt8] = []
    let unit = unit
    for (number, line) in value.text(.file).utf8.split(separator: UInt8(ascii: "\n")).enumerated() {
      if number > 0 { text.append(UInt8(ascii: "\n")) }
      let spaces = line.prefix { $0 == 0x20 }.count
      if number > 0 { text += indent }
      for _ in 0..<(spaces / 2) { text += unit }
      text += line.dropFirst(spaces)
    }
    return text
  }

  private func spliced(_ range: Range<Int>, _ replacement: [UInt8]) -> [UInt8] {
    Array(bytes[..<range.lowerBound]) + replacement + bytes[range.upperBound...]
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }
}

extension JSONNode {
  /// Where the value stands in its text, quotes included.
  var byteRange: Range<Int> {
    let quote = kind == .string ? 1 : 0
    return (Int(flat.start) - quote)..<(Int(flat.end) + quote)
  }
}

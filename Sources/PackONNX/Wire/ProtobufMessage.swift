package import PackFiles

/// A message in the wire format of Protocol Buffers, read in place from a mapped file. Whatever the bytes are, reading them
/// ends with an error that names the place, and takes no memory of their choosing.
package struct ProtobufMessage: Sendable {
  /// A field's content, as far as the wire format tells.
  package enum Content: Sendable {
    case number(UInt64)
    case fixed(UInt64)
    /// Where a text, a message or packed numbers stand in the file.
    case bytes(Range<Int>)
  }

  /// A field of a message.
  package struct Field: Sendable {
    package let number: Int
    package let content: Content
    /// Where the field begins in the file.
    package let offset: Int
  }

  /// The file that holds it.
  package let file: MappedFile
  /// The name that errors give the file.
  package let name: String
  /// Where it stands in the file.
  package let range: Range<Int>

  /// A whole file as one message.
  package init(file: MappedFile, name: String) {
    self.init(file: file, name: name, range: 0..<file.count)
  }

  private init(file: MappedFile, name: String, range: Range<Int>) {
    self.file = file
    self.name = name
    self.range = range
  }

  /// Calls with each field in order.
  package func forEach(_ body: (Field) throws(ONNXError) -> Void) throws(ONNXError) {
    var position = range.lowerBound
    while position < range.upperBound {
      let start = position
      let key = try varint(&position)
      let number = Int(truncatingIfNeeded: key >> 3)
      guard key >> 3 > 0, key >> 3 < 1 << 29 else { throw malformed(start, "field has no valid number") }
      let content: Content
      switch ProtobufWriter.WireType(rawValue: key & 7) {
      case .varint: content = .number(try varint(&position))
      case .fixed64: content = .fixed(try fixed(&position, count: 8))
      case .fixed32: content = .fixed(try fixed(&position, count: 4))
      case .bytes:
        let length = try varint(&position)
        guard length <= UInt64(range.upperBound - position) else {
          throw cutShort(
            start, expected: "\(length) more bytes", found: "\(range.upperBound - position)")
        }
        content = .bytes(position..<position + Int(length))
        position += Int(length)
      case nil: throw malformed(start, "field has an unknown wire type")
      }
      try body(Field(number: number, content: content, offset: start))
    }
  }

  /// The message that a field holds.
  package func message(_ field: Field) throws(ONNXError) -> ProtobufMessage {
    ProtobufMessage(file: file, name: name, range: try bytes(field))
  }

  /// Where a field's bytes stand in the file.
  package func bytes(_ field: Field) throws(ONNXError) -> Range<Int> {
    guard case .bytes(let range) = field.content else {
      throw malformed(field.offset, "field \(field.number) is a number, and bytes belong there")
    }
    return range
  }

  /// A field's text; at most 64 KB, which is more than any name has.
  package func text(_ field: Field) throws(ONNXError) -> String {
    let range = try bytes(field)
    guard range.count <= 1 << 16 else { throw malformed(field.offset, "text is too long") }
    let text = file.withBytes { bytes in
      String(validating: UnsafeRawBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }
    guard let text else { throw malformed(field.offset, "text is not UTF-8") }
    return text
  }

  /// A field's whole number.
  package func number(_ field: Field) throws(ONNXError) -> Int {
    guard case .number(let value) = field.content else {
      throw malformed(field.offset, "field \(field.number) is no whole number")
    }
    return Int(truncatingIfNeeded: value)
  }

  /// The whole numbers of a repeated field, which stand one by one or packed together.
  ///
  /// - Parameter limit: how many there may be.
  package func numbers(_ field: Field, limit: Int) throws(ONNXError) -> [Int] {
    guard case .bytes(let range) = field.content else { return [try number(field)] }
    let packed = ProtobufMessage(file: file, name: name, range: range)
    var position = range.lowerBound
    var values: [Int] = []
    while position < range.upperBound {
      guard values.count < limit else { throw malformed(field.offset, "too many numbers") }
      values.append(Int(truncatingIfNeeded: try packed.varint(&position)))
    }
    return values
  }

  /// An error at a place of the file.
  package func malformed(_ offset: Int, _ problem: String) -> ONNXError {
    ONNXError(.malformed, at: Place(file: name, byteOffset: offset), problem: problem)
  }

  private func cutShort(_ offset: Int, expected: String, found: String) -> ONNXError {
    ONNXError(
      .cutShort, at: Place(file: name, byteOffset: offset), problem: "a field is cut short",
      expected: expected,
      found: found)
  }

  private func byte(_ position: Int) -> UInt8 { file.withBytes { $0[position] } }

  private func varint(_ position: inout Int) throws(ONNXError) -> UInt64 {
    let start = position
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard position < range.upperBound else {
        throw cutShort(start, expected: "the rest of a number", found: "the end")
      }
      let next = byte(position)
      position += 1
      // Of the tenth byte only one bit fits.
      guard shift < 63 || next <= 1 else { break }
      value |= UInt64(next & 0x7F) << shift
      if next < 0x80 { return value }
    }
    throw malformed(start, "a number is too long")
  }

  private func fixed(_ position: inout Int, count: Int) throws(ONNXError) -> UInt64 {
    guard range.upperBound - position >= count else {
      throw cutShort(position, expected: "\(count) bytes", found: "\(range.upperBound - position)")
    }
    var value: UInt64 = 0
    for index in 0..<count { value |= UInt64(byte(position + index)) << UInt64(8 * index) }
    position += count
    return value
  }
}

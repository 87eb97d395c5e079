/// A message in the wire format of Protocol Buffers, built in memory
/// (protobuf.dev/programming-guides/encoding). Fields stand in the order in which they were added.
package struct ProtobufWriter: Sendable {
  /// How a field's content is encoded.
  package enum WireType: UInt64, Sendable {
    case varint = 0
    case fixed64 = 1
    case bytes = 2
    case fixed32 = 5
  }

  /// The message so far.
  package private(set) var bytes: [UInt8] = []

  /// An empty message.
  package init() {}

  /// A number of a field that is an int64, an int32 or an enum; negative ones take ten bytes.
  package mutating func number(_ field: Int, _ value: Int) {
    key(field, .varint)
    varint(UInt64(bitPattern: Int64(value)))
  }

  /// A field of type float.
  package mutating func float(_ field: Int, _ value: Float) {
    key(field, .fixed32)
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// A text.
  package mutating func text(_ field: Int, _ value: String) { data(field, Array(value.utf8)) }

  /// A message in the message.
  package mutating func message(_ field: Int, _ build: (inout ProtobufWriter) throws -> Void) rethrows {
    var inner = ProtobufWriter()
    try build(&inner)
    data(field, inner.bytes)
  }

  /// Bytes of a field of type bytes, or of a message that was built already.
  package mutating func data(_ field: Int, _ value: [UInt8]) {
    header(field, length: value.count)
    bytes.append(contentsOf: value)
  }

  /// The beginning of a field whose content is written elsewhere.
  package mutating func header(_ field: Int, length: Int) {
    key(field, .bytes)
    varint(UInt64(length))
  }

  private mutating func key(_ field: Int, _ type: WireType) { varint(UInt64(field) << 3 | type.rawValue) }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }
}

/// A safetensors file as its two parts, put together with the header's right length.
struct SafetensorsFrame {
  var header: [UInt8]
  var data: [UInt8]

  /// Takes a file apart; nil where there is no length, or it is too large.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 8 else { return nil }
    let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(bytes.count - 8) else { return nil }
    header = Array(bytes[8..<8 + Int(length)])
    data = Array(bytes[(8 + Int(length))...])
  }

  var bytes: [UInt8] {
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header + data
  }
}

/// The bytes of a safetensors file with this header, right or wrong, and this many bytes of data.
public func safetensors(header: String, data: [UInt8] = []) -> [UInt8] {
  let text = Array(header.utf8)
  return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text + data
}

/// The little-endian bytes of floats.
public func bytes(of floats: [Float]) -> [UInt8] {
  floats.flatMap { float in withUnsafeBytes(of: float.bitPattern.littleEndian) { Array($0) } }
}

/// The bytes of files as torch.save writes them, right or wrong, for the tests of their reader.
public enum TorchBytes {
  /// A zip archive of stored members.
  ///
  /// - Parameter members: path and bytes of each, in this order.
  public static func archive(_ members: [(path: String, bytes: [UInt8])]) -> [UInt8] {
    var body: [UInt8] = []
    var directory: [UInt8] = []
    for (path, bytes) in members {
      var common: [UInt8] = short(20) + short(0) + short(0) + short(0) + short(33)
      common += long(checksum(bytes)) + long(UInt32(bytes.count)) + long(UInt32(bytes.count))
      common += short(UInt16(path.utf8.count)) + short(0)
      directory += long(0x0201_4B50) + short(20) + common
      directory += [UInt8](repeating: 0, count: 10) + long(UInt32(body.count)) + Array(path.utf8)
      body += long(0x0403_4B50) + common + Array(path.utf8) + bytes
    }
    var end: [UInt8] = long(0x0605_4B50) + short(0) + short(0)
    end += short(UInt16(members.count)) + short(UInt16(members.count))
    end += long(UInt32(directory.count)) + long(UInt32(body.count)) + short(0)
    return body + directory + end
  }

  /// The members of an archive with one storage of floats.
  public static func members(pickle: [UInt8], storage: [Float]) -> [(path: String, bytes: [UInt8])] {
    [
      ("archive/data.pkl", pickle), ("archive/byteorder", Array("little".utf8)),
      ("archive/data/0", bytes(of: storage)), ("archive/version", Array("3\n".utf8)),
    ]
  }

  /// A stream of the legacy format with one storage of floats.
  public static func stream(pickle: [UInt8], storage: [Float]) -> [UInt8] {
    let magic: [UInt8] = [
      0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
    ]
    let version: [UInt8] = [0x80, 2, 0x4D, 0xE9, 0x03, 0x2E]
    let keys: [UInt8] = [0x80, 2, 0x5D] + text("0") + [0x61, 0x2E]
    var stream: [UInt8] = magic + version
    stream += [0x80, 2, 0x7D, 0x2E]
    stream += pickle
    stream += keys
    stream += long(UInt32(storage.count)) + long(0)
    return stream + bytes(of: storage)
  }

  /// The pickle of a state dict with one tensor, a view of storage "0".
  ///
  /// - Parameters:
  ///   - count: elements of the storage.
  ///   - offset: the tensor's first element.
  public static func state(
    _ name: String = "weight", count: Int, shape: [Int], strides: [Int], offset: Int = 0
  ) -> [UInt8] {
    let dictionary: [UInt8] = global("collections", "OrderedDict") + [0x29, 0x52]
    var bytes: [UInt8] = [0x80, 2] + dictionary + text(name) + global("torch._utils", "_rebuild_tensor_v2")
    bytes += [0x28, 0x28]
    bytes += text("storage") + global("torch", "FloatStorage") + text("0") + text("cpu")
    bytes += integer(count) + [0x74, 0x51]
    bytes += integer(offset)
    for sizes in [shape, strides] {
      bytes.append(0x28)
      for size in sizes { bytes += integer(size) }
      bytes.append(0x74)
    }
    bytes.append(0x89)
    bytes += dictionary
    return bytes + [0x74, 0x52, 0x73, 0x2E]
  }

  /// The instruction GLOBAL.
  public static func global(_ module: String, _ name: String) -> [UInt8] {
    Array("c\(module)\n\(name)\n".utf8)
  }

  /// The instruction BINUNICODE.
  public static func text(_ text: String) -> [UInt8] {
    [0x58] + long(UInt32(text.utf8.count)) + Array(text.utf8)
  }

  private static func integer(_ value: Int) -> [UInt8] {
    [0x4A] + long(UInt32(bitPattern: Int32(clamping: value)))
  }

  private static func short(_ value: UInt16) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  private static func long(_ value: UInt32) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  /// CRC-32, bit by bit.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var value: UInt32 = .max
    for byte in bytes {
      value ^= UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
    return ~value
  }
}

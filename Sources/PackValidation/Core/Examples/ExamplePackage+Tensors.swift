import ModelDir
import PackCheckpoints
package import PackJSON

/// Changes of safetensors files.
extension ExamplePackage {
  /// Replaces bytes of the sub-model's weights.
  package func rewriteWeights(_ change: ([UInt8]) throws -> [UInt8]) throws { try rewrite(weights, change) }

  /// Replaces the first occurrence of a text in the header of the sub-model's weights, byte for byte.
  package func replaceInHeader(_ old: String, with new: String) throws {
    try replace(old, with: new, in: weights)
  }

  /// Gives the header of a file of tensors another text; the data stay as they are.
  package func rewriteHeader(of name: String, _ change: (String) throws -> String) throws {
    try rewrite(name) { bytes in
      let (header, data) = Self.parts(of: bytes)
      let text = Array(try change(String(decoding: header, as: UTF8.self)).utf8)
      return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> ($0 * 8)) } + text + data
    }
  }

  /// Gives the head's matrix [2, hidden size] other numbers, and its bias two that training would have moved.
  package func fillHead(_ value: (_ position: Double) -> Float) throws {
    try rewrite(head) { bytes in
      let (header, data) = Self.parts(of: bytes)
      // The bias of two numbers comes first: 8 bytes.
      let count = (data.count - 8) / 4
      let values = (0..<count).map { value((Double($0 * 13 % count) + 0.5) / Double(count) - 0.5) }
      let bits = ([0.05, -0.1] + values).map(\.bitPattern)
      let numbers = bits.flatMap { bits in (0..<4).map { UInt8(truncatingIfNeeded: bits >> ($0 * 8)) } }
      return bytes.prefix(8 + header.count) + numbers
    }
  }

  /// Gives tensors of the sub-model other numbers, which are 32-bit floats.
  ///
  /// - Parameter value: the new number, or nil for the old one.
  package func fillTensors(_ value: (_ tensor: String, _ position: Int) -> Float?) throws {
    try rewriteWeights { bytes in
      var bytes = bytes
      let (header, data) = Self.parts(of: bytes)
      for member in try JSONDocument(bytes: Array(header), name: "header").root.members()
      where member.key != "__metadata__" {
        let bounds = try member.value.required("data_offsets").elements().map { try $0.int() }
        guard let start = bounds.first, let end = bounds.last else { continue }
        for position in 0..<(end - start) / 4 {
          guard let number = value(member.key, position) else { continue }
          for byte in 0..<4 {
            bytes[data.startIndex + start + position * 4 + byte] = UInt8(
              truncatingIfNeeded: number.bitPattern >> (byte * 8))
          }
        }
      }
      return bytes
    }
  }

  /// Stores the sub-model's weights, which are 32-bit floats, in 16 bits.
  ///
  /// - Parameter scale: what a tensor is multiplied by.
  package func storeAsFloat16(_ scale: (_ tensor: String) -> Float = { _ in 1 }) throws {
    try rewriteWeights { bytes in
      let (header, data) = Self.parts(of: bytes)
      guard case .object(var tensors) = JSONValue(try JSONDocument(bytes: Array(header), name: "header").root)
      else { return bytes }
      var halves: [UInt8] = []
      for member in try JSONDocument(bytes: Array(header), name: "header").root.members()
      where member.key != "__metadata__" {
        let bounds = try member.value.required("data_offsets").elements().map { try $0.int() }
        guard let start = bounds.first, let end = bounds.last, end <= data.count else { continue }
        let first = halves.count
        for position in stride(from: data.startIndex + start, to: data.startIndex + end, by: 4) {
          let number = Float(
            bitPattern: (0..<4).reduce(0) { $0 | UInt32(data[position + $1]) << UInt32($1 * 8) })
          let bits = DType.float16Bits(nearest: number * scale(member.key))
          halves += [UInt8(truncatingIfNeeded: bits), UInt8(truncatingIfNeeded: bits >> 8)]
        }
        tensors[member.key] = .object([
          "dtype": .string("F16"), "shape": JSONValue(try member.value.required("shape")),
          "data_offsets": .array([.int(first), .int(halves.count)]),
        ])
      }
      let text = Array(JSONValue.object(tensors).text(.line).utf8)
      return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> ($0 * 8)) } + text + halves
    }
    try set("torch_dtype", to: .string("float16"), in: subConfig, PackageLayout.config)
  }

  /// The shape and the bytes of a tensor.
  package func tensor(_ name: String, in file: String) throws -> (shape: [Int], bytes: [UInt8]) {
    let (header, data) = Self.parts(of: try bytes(file))
    let node = try JSONDocument(bytes: Array(header), name: file).root.required(name)
    let bounds = try node.required("data_offsets").elements().map { try $0.int() }
    let shape = try node.required("shape").elements().map { try $0.int() }
    guard let start = bounds.first, let end = bounds.last else { return (shape, []) }
    return (shape, Array(data[data.startIndex + start..<data.startIndex + end]))
  }

  /// Makes the sub-model's weights a shard, with an index that is then changed.
  package func shard(_ change: (inout JSONObject) -> Void = { _ in }) throws {
    let shard = "model-00001-of-00001.safetensors"
    let bytes = try bytes(weights)
    let (header, data) = Self.parts(of: bytes)
    try write(bytes, to: "\(mode.subModelDirectory)/\(shard)")
    try remove(weights)
    var map: JSONObject = [:]
    for member in try JSONDocument(bytes: Array(header), name: "header").root.members()
    where member.key != "__metadata__" {
      map[member.key] = .string(shard)
    }
    var index: JSONObject = [
      "metadata": .object(["total_size": .int(data.count)]), "weight_map": .object(map),
    ]
    change(&index)
    try write(
      JSONValue.object(index).text(.file), to: "\(mode.subModelDirectory)/model.safetensors.index.json")
  }

  private static func parts(of bytes: [UInt8]) -> (header: ArraySlice<UInt8>, data: ArraySlice<UInt8>) {
    let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let end = min(8 + max(0, length), bytes.count)
    return (bytes[min(8, bytes.count)..<end], bytes[end...])
  }
}

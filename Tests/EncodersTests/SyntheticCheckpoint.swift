import Foundation
import PackCheckpoints
import PackFiles
import PackJSON

/// A directory with a checkpoint of synthetic weights, removed with its owner.
final class SyntheticCheckpoint: Sendable {
  let directory: String
  private let renaming: (old: String, new: String)
  private let firsts: [String: Float]

  /// Writes a checkpoint.
  ///
  /// - Parameters:
  ///   - shapes: names and shapes of the tensors.
  ///   - dtype: F32, F16 or BF16.
  ///   - shards: number of files.
  ///   - shift: bytes by which the tensors are moved from where alignment would put them.
  ///   - renaming: a prefix that is written as another one; values go by the first.
  ///   - firsts: the first values of tensors, in place of their own.
  init(
    _ shapes: [String: [Int]], dtype: DType = .float32, shards: Int = 1, shift: Int = 0,
    renaming: String = "", to newPrefix: String = "", firsts: [String: Float] = [:]
  ) throws {
    self.renaming = (renaming, newPrefix)
    self.firsts = firsts
    directory = NSTemporaryDirectory() + "encoder-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    let names = shapes.keys.sorted()
    var places: [String: String] = [:]
    for shard in 0..<shards {
      let file = shards == 1 ? "model.safetensors" : "model-\(shard + 1)-of-\(shards).safetensors"
      let mine = names.enumerated().filter { $0.offset % shards == shard }.map(\.element)
      for name in mine { places[name] = file }
      try write(mine.map { ($0, shapes[$0] ?? []) }, dtype, to: "\(directory)/\(file)", shift: shift)
    }
    guard shards > 1 else { return }
    let index = try JSONSerialization.data(withJSONObject: [
      "metadata": ["total_size": shapes.values.reduce(0) { $0 + $1.reduce(1, *) } * dtype.bits / 8],
      "weight_map": places,
    ])
    try index.write(to: URL(fileURLWithPath: "\(directory)/model.safetensors.index.json"))
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  func open() throws -> Checkpoint { try Checkpoint(directory: directory) }

  private func write(_ tensors: [(name: String, shape: [Int])], _ dtype: DType, to path: String, shift: Int)
    throws
  {
    var header: [String: Any] = ["__metadata__": ["format": "pt"]]
    var data: [UInt8] = []
    for (name, shape) in tensors {
      let start = data.count
      var values = SyntheticWeights.values(name, shape)
      if let first = firsts[name] { values[0] = first }
      for value in values { append(value, dtype, to: &data) }
      let written = name.hasPrefix(renaming.old) ? renaming.new + name.dropFirst(renaming.old.count) : name
      header[written] = ["dtype": dtype.rawValue, "shape": shape, "data_offsets": [start, data.count]]
    }
    var text = try JSONSerialization.data(withJSONObject: header, options: .sortedKeys)
    while text.count % 8 != shift { text.append(0x20) }
    var file = withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) }
    file.append(text)
    file.append(contentsOf: data)
    try file.write(to: URL(fileURLWithPath: path))
  }

  private func append(_ value: Float, _ dtype: DType, to data: inout [UInt8]) {
    switch dtype {
    case .bfloat16: append(UInt16(truncatingIfNeeded: value.bitPattern >> 16), to: &data)
    case .float16: append(half(value), to: &data)
    default: append(value.bitPattern, to: &data)
    }
  }

  private func append<Bits: FixedWidthInteger>(_ bits: Bits, to data: inout [UInt8]) {
    withUnsafeBytes(of: bits.littleEndian) { data.append(contentsOf: $0) }
  }

  /// The half of a value that has one: synthetic values are zero or normal halves.
  private func half(_ value: Float) -> UInt16 {
    let sign: UInt16 = value.sign == .minus ? 0x8000 : 0
    guard value != 0 else { return sign }
    return sign | UInt16((Int(value.exponent) + 15) << 10)
      | UInt16((value.magnitude.significand - 1) * 1024)
  }
}

import PackCheckpoints

/// A constant tensor of a graph. Elements of weights are read from their checkpoint as they are written.
package struct ONNXInitializer: Sendable {
  /// Where the elements come from.
  package enum Source: Sendable {
    /// Elements as they are written, little-endian.
    case bytes([UInt8])
    /// A weight as float32, whole or with its two dimensions exchanged.
    case weight(WeightValues, isTransposed: Bool)
    /// A matrix as int8 from -`levels` to `levels`, one scale for each row: as it stands, or with its two dimensions exchanged.
    case quantized(WeightValues, levels: Int, isTransposed: Bool)
    /// The scales of ``quantized(_:levels:isTransposed:)``, as float32.
    case scales(WeightValues, levels: Int)
  }

  /// The name by which operations take it.
  package var name: String
  /// The type of its elements.
  package var type: ONNXType
  /// Its dimensions, outermost first.
  package var shape: [Int]
  /// Its elements.
  package var source: Source

  /// A constant.
  package init(name: String, type: ONNXType, shape: [Int], source: Source) {
    self.name = name
    self.type = type
    self.shape = shape
    self.source = source
  }

  /// Bytes of all elements.
  var byteCount: Int { shape.reduce(type.byteCount ?? 0, *) }

  /// `TensorProto` without its elements: `rawData` is to follow, or lies in another file.
  func head(external: (location: String, offset: Int)? = nil) -> ProtobufWriter {
    var message = ProtobufWriter()
    for size in shape { message.number(ONNXField.Tensor.dimension, size) }
    message.number(ONNXField.Tensor.type, type.rawValue)
    message.text(ONNXField.Tensor.name, name)
    guard let external else {
      message.header(ONNXField.Tensor.rawData, length: byteCount)
      return message
    }
    for (key, value) in [
      ("location", external.location), ("offset", "\(external.offset)"), ("length", "\(byteCount)"),
    ] {
      message.message(ONNXField.Tensor.externalData) { entry in
        entry.text(ONNXField.Entry.key, key)
        entry.text(ONNXField.Entry.value, value)
      }
    }
    message.number(ONNXField.Tensor.location, 1)
    return message
  }
}

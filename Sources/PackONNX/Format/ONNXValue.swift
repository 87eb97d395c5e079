/// An input or an output of a graph.
struct ONNXValue: Sendable {
  /// A dimension: a size, or a name where it is only known when the graph is run.
  enum Dimension: Sendable {
    case size(Int)
    case named(String)

    /// Rows that are run together.
    static let batch = Dimension.named("batch_size")
    /// Tokens of the longest row.
    static let length = Dimension.named("sequence_length")
  }

  var name: String
  var type: ONNXType
  var shape: [Dimension]

  /// Appends `ValueInfoProto`.
  func write(_ message: inout ProtobufWriter) {
    message.text(ONNXField.Value.name, name)
    message.message(ONNXField.Value.type) { value in
      value.message(ONNXField.ValueType.tensor) { tensor in
        tensor.number(ONNXField.TensorType.element, type.rawValue)
        tensor.message(ONNXField.TensorType.shape) { shape in
          for dimension in self.shape {
            shape.message(ONNXField.Shape.dimension) { field in
              switch dimension {
              case .size(let size): field.number(ONNXField.Dimension.value, size)
              case .named(let name): field.text(ONNXField.Dimension.parameter, name)
              }
            }
          }
        }
      }
    }
  }
}

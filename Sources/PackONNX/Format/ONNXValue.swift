/// An input or an output of a graph.
package struct ONNXValue: Sendable {
  /// A dimension: a size, or a name where it is only known when the graph is run.
  package enum Dimension: Sendable {
    case size(Int)
    case named(String)

    /// Rows that are run together.
    package static let batch = Dimension.named("batch_size")
    /// Tokens of the longest row.
    package static let length = Dimension.named("sequence_length")
  }

  /// The name by which it is given or taken.
  package var name: String
  /// The type of its elements.
  package var type: ONNXType
  /// Its dimensions, outermost first.
  package var shape: [Dimension]

  /// An input or an output.
  package init(name: String, type: ONNXType, shape: [Dimension]) {
    self.name = name
    self.type = type
    self.shape = shape
  }

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

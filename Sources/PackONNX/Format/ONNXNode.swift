/// One operation of a graph.
package struct ONNXNode: Sendable {
  /// A constant of an operation.
  package enum Attribute: Sendable {
    case int(Int)
    case ints([Int])
    case float(Float)
    case type(ONNXType)

    /// `AttributeProto.AttributeType`.
    fileprivate var kind: Int {
      switch self {
      case .float: 1
      case .int, .type: 2
      case .ints: 7
      }
    }
  }

  /// The graph's name for it.
  package var name: String
  /// The operator, of ONNX's own domain.
  package var operation: String
  /// Values that it reads; empty for one that is left out.
  package var inputs: [String]
  /// Values that it makes.
  package var outputs: [String]
  /// Constants, in the order in which they are written.
  package var attributes: [(name: String, value: Attribute)]

  /// Whose operator it is; empty for ONNX's own.
  package var domain = ""

  /// An operation.
  package init(
    name: String, operation: String, inputs: [String], outputs: [String],
    attributes: [(name: String, value: Attribute)] = [], domain: String = ""
  ) {
    self.name = name
    self.operation = operation
    self.inputs = inputs
    self.outputs = outputs
    self.attributes = attributes
    self.domain = domain
  }

  /// Appends `NodeProto`.
  func write(_ message: inout ProtobufWriter) {
    for input in inputs { message.text(ONNXField.Node.input, input) }
    for output in outputs { message.text(ONNXField.Node.output, output) }
    message.text(ONNXField.Node.name, name)
    message.text(ONNXField.Node.operation, operation)
    for (name, value) in attributes {
      message.message(ONNXField.Node.attribute) { attribute in
        attribute.text(ONNXField.Attribute.name, name)
        switch value {
        case .float(let number): attribute.float(ONNXField.Attribute.float, number)
        case .int(let number): attribute.number(ONNXField.Attribute.int, number)
        case .type(let type): attribute.number(ONNXField.Attribute.int, type.rawValue)
        case .ints(let numbers): for number in numbers { attribute.number(ONNXField.Attribute.ints, number) }
        }
        attribute.number(ONNXField.Attribute.type, value.kind)
      }
    }
    if !domain.isEmpty { message.text(ONNXField.Node.domain, domain) }
  }
}

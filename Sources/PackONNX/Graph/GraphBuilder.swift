import PackCheckpoints
import PackEncoders

/// A graph while it is built: its operations, and each constant once.
struct GraphBuilder {
  /// The name of a value.
  typealias Value = String

  /// How the matrices of linear layers are stored and multiplied.
  private(set) var precision: ONNXPrecision
  private(set) var nodes: [ONNXNode] = []
  private(set) var initializers: [ONNXInitializer] = []
  private var names: Set<String> = []
  private var known: Set<String> = []

  /// What stands before the names of a checkpoint's tensors.
  var prefix: String
  /// What stands before the names of operations: `layer.0.attention`.
  private var scope = ""

  init(precision: ONNXPrecision, prefix: String) {
    self.precision = precision
    self.prefix = prefix
  }

  /// Builds operations whose names begin with the scope's.
  mutating func scoped<Result, Failure: Error>(
    _ name: String, _ build: (inout GraphBuilder) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let outer = scope
    scope = outer.isEmpty ? name : "\(outer)/\(name)"
    defer { scope = outer }
    return try build(&self)
  }

  /// Builds operations that compute with float32, whatever the rest does.
  mutating func exactly<Result, Failure: Error>(
    _ build: (inout GraphBuilder) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let outer = precision
    precision = .float32
    defer { precision = outer }
    return try build(&self)
  }

  /// Adds an operation with one output.
  ///
  /// - Parameter output: the output's name; by default it is made of the operation's.
  mutating func add(
    _ operation: String, _ inputs: Value..., attributes: KeyValuePairs<String, ONNXNode.Attribute> = [:],
    output: String? = nil
  ) -> Value {
    let name = nodeName(operation)
    let output = output ?? "\(name)_output"
    nodes.append(
      ONNXNode(
        name: name, operation: operation, inputs: inputs, outputs: [output],
        attributes: attributes.map { ($0.key, $0.value) }))
    return output
  }

  /// Adds an operation with several outputs.
  mutating func add(
    _ operation: String, _ inputs: [Value], attributes: KeyValuePairs<String, ONNXNode.Attribute> = [:],
    outputs: Int
  ) -> [Value] {
    let name = nodeName(operation)
    let outputs = (0..<outputs).map { "\(name)_output_\($0)" }
    nodes.append(
      ONNXNode(
        name: name, operation: operation, inputs: inputs, outputs: outputs,
        attributes: attributes.map { ($0.key, $0.value) }))
    return outputs
  }

  private mutating func nodeName(_ operation: String) -> String {
    let base = scope.isEmpty ? operation : "\(scope)/\(operation)"
    var name = base
    var number = 1
    while !names.insert(name).inserted {
      name = "\(base)_\(number)"
      number += 1
    }
    return name
  }

  // MARK: Constants

  /// A list of integers.
  mutating func ints(_ values: [Int]) -> Value {
    let text = values.count > 8 ? "table_\(known.count)" : values.map { String($0) }.joined(separator: "_")
    let bytes = values.flatMap { value in withUnsafeBytes(of: Int64(value).littleEndian) { Array($0) } }
    return constant("ints_\(text)", .int64, [values.count], bytes)
  }

  /// One integer, without a dimension.
  mutating func int(_ value: Int) -> Value {
    constant("int_\(value)", .int64, [], withUnsafeBytes(of: Int64(value).littleEndian) { Array($0) })
  }

  /// One number, without a dimension.
  mutating func number(_ value: Float) -> Value {
    constant("float_\(value)", .float32, [], withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) })
  }

  /// A list of numbers.
  mutating func numbers(_ values: [Float], name: String) -> Value {
    let bytes = values.flatMap { value in
      withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
    }
    return constant(name, .float32, [values.count], bytes)
  }

  private mutating func constant(_ name: String, _ type: ONNXType, _ shape: [Int], _ bytes: [UInt8]) -> Value
  {
    let name = "constant.\(name)"
    add(ONNXInitializer(name: name, type: type, shape: shape, source: .bytes(bytes)))
    return name
  }

  /// A weight as float32, under its name in the package.
  mutating func weight(_ values: WeightValues, isTransposed: Bool = false) -> Value {
    let name = name(of: values)
    let shape = isTransposed ? values.shape.reversed() : values.shape
    add(
      ONNXInitializer(
        name: name, type: .float32, shape: shape, source: .weight(values, isTransposed: isTransposed)))
    return name
  }

  /// A matrix as int8, and the scale of each of its rows.
  ///
  /// - Parameters:
  ///   - levels: the largest number that is stored.
  ///   - isTransposed: whether the matrix's two dimensions are exchanged.
  mutating func quantized(
    _ values: WeightValues, levels: Int, isTransposed: Bool
  ) -> (levels: Value, scales: Value) {
    let name = name(of: values)
    add(
      ONNXInitializer(
        name: "\(name)_quantized", type: .int8, shape: isTransposed ? values.shape.reversed() : values.shape,
        source: .quantized(values, levels: levels, isTransposed: isTransposed)))
    add(
      ONNXInitializer(
        name: "\(name)_scale", type: .float32, shape: [values.rowCount],
        source: .scales(values, levels: levels)))
    return ("\(name)_quantized", "\(name)_scale")
  }

  private func name(of values: WeightValues) -> String {
    prefix + LegacyNames.current(values.tensor.name)
  }

  private mutating func add(_ initializer: ONNXInitializer) {
    if known.insert(initializer.name).inserted { initializers.append(initializer) }
  }
}

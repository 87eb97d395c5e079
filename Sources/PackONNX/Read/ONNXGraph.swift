package import PackFiles

/// What a file in the format of ONNX holds, without the elements of its tensors.
package struct ONNXGraph: Sendable {
  /// An input or an output.
  package struct Port: Sendable {
    package let name: String
    /// The number of the element type; nil for what is no tensor.
    package let type: Int?
    /// Each dimension's size; nil where it is only known when the graph is run. Nil for no known shape.
    package let shape: [Int?]?
  }

  /// A constant tensor.
  package struct Constant: Sendable {
    package let name: String
    /// The number of the element type.
    package let type: Int
    package let shape: [Int]
    package let elements: Elements
    /// Where it begins in the graph's file.
    package let offset: Int
  }

  /// Where a constant's elements are.
  package enum Elements: Sendable {
    /// In the graph's file, one behind the other.
    case raw(Range<Int>)
    /// In another file, whose path is relative to the graph's folder.
    case external(location: String, offset: Int, length: Int?)
    /// In the graph's file, in a form that is not read; small constants are.
    case other
  }

  /// An operation.
  package struct Node: Sendable, Hashable {
    package let operation: String
    package let domain: String
  }

  /// The graph's file.
  package let file: MappedFile
  /// The name that errors give it.
  package let name: String
  /// Who wrote it.
  package private(set) var producer = ""
  /// The version of each operators' set, by its domain.
  package private(set) var operatorSets: [(domain: String, version: Int)] = []
  package private(set) var inputs: [Port] = []
  package private(set) var outputs: [Port] = []
  package private(set) var constants: [Constant] = []
  /// The operations, those of nested graphs and functions included.
  package private(set) var nodes: [Node] = []
  /// Operators that the file itself defines, by their operations.
  package private(set) var functions: Set<Node> = []

  /// Values that something has given: inputs, constants, outputs of operations.
  private var given: Set<String> = []
  /// The first value that an operation reads and nothing has given.
  private var missing: (value: String, offset: Int)?

  /// Graphs have thousands of nodes and tensors.
  private static let mostParts = 1 << 20
  /// Graphs in graphs: a branch of an operation.
  private static let deepest = 8
  static let mostDimensions = 64

  /// Reads a graph.
  ///
  /// - Parameters:
  ///   - file: its file.
  ///   - name: the name that errors give the file.
  /// - Throws: ``ONNXError`` for a file that is cut short, or no whole graph.
  package init(_ file: MappedFile, name: String) throws(ONNXError) {
    self.file = file
    self.name = name
    let message = ProtobufMessage(file: file, name: name)
    var graph: ProtobufMessage?
    var functions: [ProtobufMessage] = []
    try message.forEach { field throws(ONNXError) in
      switch field.number {
      case ONNXField.Model.producer: producer = try message.text(field)
      case ONNXField.Model.graph: graph = try message.message(field)
      case ONNXField.Model.operatorSet: operatorSets.append(try Self.operatorSet(message.message(field)))
      case ONNXField.Model.functions: functions.append(try message.message(field))
      default: break
      }
      guard operatorSets.count + functions.count <= Self.mostParts else { throw tooLarge("operators' sets") }
    }
    guard let graph else { throw message.malformed(0, "the file has no graph") }
    try read(graph, depth: 0)
    for function in functions {
      self.functions.insert(try Self.operation(of: function))
      try readNodes(of: function, field: ONNXField.Function.node, depth: 1)
    }
    guard !operatorSets.isEmpty else {
      throw message.malformed(file.count, "the file does not say which operators it uses")
    }
    for port in outputs where !given.contains(port.name) {
      throw message.malformed(graph.range.lowerBound, "nothing computes the output \(port.name)")
    }
    if let missing {
      throw message.malformed(missing.offset, "an operation reads \(missing.value), which nothing computes")
    }
    guard !nodes.isEmpty, !outputs.isEmpty else {
      throw message.malformed(graph.range.lowerBound, "the graph computes nothing")
    }
  }

  private func tooLarge(_ parts: String) -> ONNXError {
    ONNXError(.tooLarge, at: Place(file: name), problem: "the file has too many \(parts)")
  }

  private static func operation(of function: ProtobufMessage) throws(ONNXError) -> Node {
    var (name, domain) = ("", "")
    try function.forEach { field throws(ONNXError) in
      switch field.number {
      case ONNXField.Function.name: name = try function.text(field)
      case ONNXField.Function.domain: domain = try function.text(field)
      default: break
      }
    }
    return Node(operation: name, domain: domain)
  }

  private static func operatorSet(_ message: ProtobufMessage) throws(ONNXError) -> (String, Int) {
    var set = (domain: "", version: 0)
    try message.forEach { field throws(ONNXError) in
      switch field.number {
      case ONNXField.OperatorSet.domain: set.domain = try message.text(field)
      case ONNXField.OperatorSet.version: set.version = try message.number(field)
      default: break
      }
    }
    return set
  }

  /// Inputs and constants stand behind the nodes in the file, and are read first.
  private mutating func read(_ graph: ProtobufMessage, depth: Int) throws(ONNXError) {
    guard depth < Self.deepest else {
      throw graph.malformed(graph.range.lowerBound, "graphs are nested too deeply")
    }
    try graph.forEach { field throws(ONNXError) in
      switch field.number {
      case ONNXField.Graph.initializer:
        let constant = try Self.constant(graph.message(field), at: field.offset)
        given.insert(constant.name)
        constants.append(constant)
      case ONNXField.Graph.sparseInitializer:
        throw graph.malformed(field.offset, "sparse constants are not read")
      case ONNXField.Graph.input:
        let port = try Self.port(graph.message(field))
        given.insert(port.name)
        if depth == 0 { inputs.append(port) }
      case ONNXField.Graph.output:
        if depth == 0 { outputs.append(try Self.port(graph.message(field))) }
      default: break
      }
      guard constants.count + inputs.count + outputs.count <= Self.mostParts else {
        throw tooLarge("tensors")
      }
    }
    try readNodes(of: graph, field: ONNXField.Graph.node, depth: depth)
  }

  private mutating func readNodes(
    of message: ProtobufMessage, field number: Int, depth: Int
  ) throws(ONNXError) {
    try message.forEach { field throws(ONNXError) in
      guard field.number == number else { return }
      try readNode(message.message(field), at: field.offset, depth: depth)
    }
  }

  private mutating func readNode(
    _ message: ProtobufMessage, at offset: Int, depth: Int
  ) throws(ONNXError) {
    var operation = ""
    var domain = ""
    var outputs: [String] = []
    try message.forEach { field throws(ONNXError) in
      switch field.number {
      case ONNXField.Node.input:
        let value = try message.text(field)
        // What a nested graph or a function reads may come from around it.
        if depth == 0, !value.isEmpty, missing == nil, !given.contains(value) { missing = (value, offset) }
      case ONNXField.Node.output:
        outputs.append(try message.text(field))
        guard outputs.count <= 1 << 16 else { throw tooLarge("outputs of an operation") }
      case ONNXField.Node.operation: operation = try message.text(field)
      case ONNXField.Node.domain: domain = try message.text(field)
      case ONNXField.Node.attribute: try readAttribute(message.message(field), depth: depth)
      default: break
      }
    }
    guard !operation.isEmpty else { throw message.malformed(offset, "an operation has no operator") }
    nodes.append(Node(operation: operation, domain: domain))
    given.formUnion(outputs)
    guard max(nodes.count, given.count, constants.count) <= Self.mostParts else {
      throw tooLarge("operations")
    }
  }

  private mutating func readAttribute(_ message: ProtobufMessage, depth: Int) throws(ONNXError) {
    try message.forEach { field throws(ONNXError) in
      switch field.number {
      case ONNXField.Attribute.tensor, ONNXField.Attribute.tensors:
        // Constants of the operation: they have no name, and may point out of the package all the same.
        constants.append(try Self.constant(message.message(field), at: field.offset))
      case ONNXField.Attribute.graph, ONNXField.Attribute.graphs:
        try read(message.message(field), depth: depth + 1)
      default: break
      }
    }
  }
}

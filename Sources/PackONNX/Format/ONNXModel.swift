import PackFiles

/// A graph that can be written as a model of ONNX.
package struct ONNXModel: Sendable {
  /// The version of the format, of the time of the operators' set.
  static let irVersion = 8
  /// Operators are those of this version of ONNX's own domain: the first one with LayerNormalization.
  package static let operatorSet = 17
  /// The most bytes that one message may have, with room for readers that count in 32 bits.
  static let largestFile = 2_000_000_000
  /// Where the elements of large tensors begin in a file of their own: pages, so that they can be mapped.
  private static let alignment = 4096
  /// Tensors below it stay in the model's file.
  private static let smallestOutside = 1024

  /// The graph's name.
  package var name: String
  /// Operations, each behind those whose values it reads.
  package var nodes: [ONNXNode] = []
  /// Constants, in the order of their first use.
  package var initializers: [ONNXInitializer] = []
  package var inputs: [ONNXValue] = []
  package var outputs: [ONNXValue] = []
  /// The version of the operators of each domain.
  package var operatorSets: [(domain: String, version: Int)] = [("", operatorSet)]
  /// What the model says about its use.
  var metadata: [(key: String, value: String)] = []

  /// A graph without operations.
  package init(name: String) { self.name = name }

  /// The file and the file beside it in memory, of a graph whose constants are given as bytes.
  ///
  /// - Parameter location: the file of the constants' elements; nil where they stand in the graph's own.
  package func bytes(location: String? = nil) -> (file: [UInt8], data: [UInt8]) {
    var graph = graphBody
    var data: [UInt8] = []
    for initializer in initializers {
      guard case .bytes(let elements) = initializer.source else { continue }
      let head = initializer.head(external: location.map { ($0, data.count) })
      graph.data(ONNXField.Graph.initializer, head.bytes + (location == nil ? elements : []))
      if location != nil { data += elements }
    }
    var message = header
    message.data(ONNXField.Model.graph, graph.bytes)
    return (message.bytes + tail.bytes, data)
  }

  /// Writes the model, and beside it `NAME_data` where it is larger than one file may be.
  ///
  /// - Parameters:
  ///   - path: a path that does not exist yet.
  ///   - largestFile: bytes above which the elements go to a file of their own.
  /// - Returns: whether there is such a file.
  /// - Throws: ``PackFiles/FileError``, or ``PackCheckpoints/CheckpointError``.
  func write(to path: String, largestFile: Int = Self.largestFile) throws -> Bool {
    var messages = initializers.map { $0.head() }
    var inline = initializers.map(\.byteCount)
    let body = graphBody
    func graphLength() -> Int {
      zip(messages, inline).reduce(body.bytes.count) { sum, item in
        let length = item.0.bytes.count + item.1
        return sum + length + Self.headerLength(ONNXField.Graph.initializer, length)
      }
    }
    let isOutside = graphLength() > largestFile
    if isOutside {
      let location = lastPathComponent(path) + "_data"
      var offset = 0
      for (index, initializer) in initializers.enumerated()
      where initializer.byteCount >= Self.smallestOutside {
        messages[index] = initializer.head(external: (location, offset))
        inline[index] = 0
        offset += (initializer.byteCount + Self.alignment - 1) / Self.alignment * Self.alignment
      }
      try writeElements(beside: path, location)
    }
    var file = try OutputFile(creating: path)
    var start = header
    start.header(ONNXField.Model.graph, length: graphLength())
    try file.write(start.bytes)
    try file.write(body.bytes)
    for (index, initializer) in initializers.enumerated() {
      var field = ProtobufWriter()
      field.header(ONNXField.Graph.initializer, length: messages[index].bytes.count + inline[index])
      try file.write(field.bytes)
      try file.write(messages[index].bytes)
      if inline[index] > 0 { try initializer.writeElements(to: &file) }
    }
    try file.write(tail.bytes)
    try file.finish()
    return isOutside
  }

  private func writeElements(beside path: String, _ location: String) throws {
    var file = try OutputFile(creating: joinPath(parentPath(path), location))
    for initializer in initializers where initializer.byteCount >= Self.smallestOutside {
      try initializer.writeElements(to: &file)
      let rest = initializer.byteCount % Self.alignment
      if rest > 0 { try file.write([UInt8](repeating: 0, count: Self.alignment - rest)) }
    }
    try file.finish()
  }

  private static func headerLength(_ field: Int, _ length: Int) -> Int {
    var writer = ProtobufWriter()
    writer.header(field, length: length)
    return writer.bytes.count
  }

  /// What stands before the graph.
  private var header: ProtobufWriter {
    var message = ProtobufWriter()
    message.number(ONNXField.Model.irVersion, Self.irVersion)
    message.text(ONNXField.Model.producer, "pruning-pack")
    return message
  }

  /// What stands behind it.
  private var tail: ProtobufWriter {
    var message = ProtobufWriter()
    for (domain, version) in operatorSets {
      message.message(ONNXField.Model.operatorSet) { set in
        set.text(ONNXField.OperatorSet.domain, domain)
        set.number(ONNXField.OperatorSet.version, version)
      }
    }
    for (key, value) in metadata {
      message.message(ONNXField.Model.metadata) { entry in
        entry.text(ONNXField.Entry.key, key)
        entry.text(ONNXField.Entry.value, value)
      }
    }
    return message
  }

  /// The graph without its initializers.
  private var graphBody: ProtobufWriter {
    var message = ProtobufWriter()
    for node in nodes { message.message(ONNXField.Graph.node) { node.write(&$0) } }
    message.text(ONNXField.Graph.name, name)
    for input in inputs { message.message(ONNXField.Graph.input) { input.write(&$0) } }
    for output in outputs { message.message(ONNXField.Graph.output) { output.write(&$0) } }
    return message
  }
}

import PackFiles

/// The parts of a graph, each of its own message.
extension ONNXGraph {
  static func constant(_ message: ProtobufMessage, at offset: Int) throws(ONNXError) -> Constant {
    var name = ""
    var type = 0
    var shape: [Int] = []
    var elements: Elements?
    var isOutside = false
    var entries: [String: String] = [:]
    try message.forEach { field throws(ONNXError) in
      switch field.number {
      case ONNXField.Tensor.dimension:
        shape += try message.numbers(field, limit: mostDimensions)
        guard shape.count <= mostDimensions else {
          throw message.malformed(field.offset, "a tensor has too many dimensions")
        }
      case ONNXField.Tensor.type: type = try message.number(field)
      case ONNXField.Tensor.name: name = try message.text(field)
      case ONNXField.Tensor.rawData: elements = .raw(try message.bytes(field))
      case ONNXField.Tensor.externalData:
        let entry = try keyAndValue(message.message(field))
        entries[entry.key] = entry.value
        guard entries.count <= mostDimensions else {
          throw message.malformed(field.offset, "a tensor says too much about its elements")
        }
      case ONNXField.Tensor.location: isOutside = try message.number(field) == 1
      default: break
      }
    }
    if isOutside {
      guard let location = entries["location"] else {
        throw message.malformed(offset, "a tensor's elements are elsewhere, and it does not say where")
      }
      let start = entries["offset"].map { Int($0) } ?? 0
      let length = entries["length"].map { Int($0) }
      guard let start, start >= 0, length == nil || length??.signum() ?? -1 >= 0 else {
        throw message.malformed(offset, "a tensor's offset or length is not a number")
      }
      elements = .external(location: location, offset: start, length: length ?? nil)
    }
    guard shape.allSatisfy({ $0 >= 0 }) else {
      throw message.malformed(offset, "a tensor has a negative dimension")
    }
    let constant = Constant(
      name: name, type: type, shape: shape, elements: elements ?? .other, offset: offset)
    if case .raw(let range) = constant.elements, let size = constant.byteCount, size != range.count {
      throw ONNXError(
        .malformed, at: Place(file: message.name, byteOffset: offset, tensor: name),
        problem: "a tensor has another size than its elements", expected: "\(size) bytes",
        found: "\(range.count)")
    }
    return constant
  }

  static func keyAndValue(_ message: ProtobufMessage) throws(ONNXError) -> (
    key: String, value: String
  ) {
    var entry = (key: "", value: "")
    try message.forEach { field throws(ONNXError) in
      switch field.number {
      case ONNXField.Entry.key: entry.key = try message.text(field)
      case ONNXField.Entry.value: entry.value = try message.text(field)
      default: break
      }
    }
    return entry
  }

  static func port(_ message: ProtobufMessage) throws(ONNXError) -> Port {
    var name = ""
    var type: Int?
    var shape: [Int?]?
    try message.forEach { field throws(ONNXError) in
      switch field.number {
      case ONNXField.Value.name: name = try message.text(field)
      case ONNXField.Value.type:
        let value = try message.message(field)
        try value.forEach { field throws(ONNXError) in
          guard field.number == ONNXField.ValueType.tensor else { return }
          let tensor = try value.message(field)
          try tensor.forEach { field throws(ONNXError) in
            switch field.number {
            case ONNXField.TensorType.element: type = try tensor.number(field)
            case ONNXField.TensorType.shape: shape = try dimensions(tensor.message(field))
            default: break
            }
          }
        }
      default: break
      }
    }
    return Port(name: name, type: type, shape: shape)
  }

  static func dimensions(_ message: ProtobufMessage) throws(ONNXError) -> [Int?] {
    var sizes: [Int?] = []
    try message.forEach { field throws(ONNXError) in
      guard field.number == ONNXField.Shape.dimension else { return }
      guard sizes.count < mostDimensions else {
        throw message.malformed(field.offset, "a value has too many dimensions")
      }
      let dimension = try message.message(field)
      var size: Int?
      try dimension.forEach { field throws(ONNXError) in
        if field.number == ONNXField.Dimension.value { size = try dimension.number(field) }
      }
      sizes.append(size)
    }
    return sizes
  }
}

extension ONNXGraph.Constant {
  /// Bytes of all elements; nil for a type that is not known, or more than can be counted.
  package var byteCount: Int? {
    guard let size = ONNXType(rawValue: type)?.byteCount else { return nil }
    var count = size
    for dimension in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
      guard !overflow else { return nil }
      count = product
    }
    return count
  }
}

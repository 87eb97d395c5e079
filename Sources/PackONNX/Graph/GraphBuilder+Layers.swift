import PackCheckpoints
import PackEncoders
import PackFiles

extension GraphBuilder {
  /// x W^T + b.
  mutating func linear(_ input: Value, _ layer: Linear, name: String) throws(ONNXError) -> Value {
    try linear(
      input, weight: WeightValues(try Self.tensor(layer.weight)),
      bias: try layer.bias.map { bias throws(ONNXError) in WeightValues(try Self.tensor(bias.tensor)) },
      name: name)
  }

  /// x W^T + b, with W of [outputs, inputs].
  mutating func linear(
    _ input: Value, weight: WeightValues, bias: WeightValues?, name: String
  ) throws(ONNXError) -> Value {
    scoped(name) { graph in
      var product: Value
      switch graph.precision {
      case .float32: product = graph.add("MatMul", input, graph.weight(weight, isTransposed: true))
      case .int8: product = graph.integerProduct(input, weight)
      }
      if let bias { product = graph.add("Add", product, graph.weight(bias)) }
      return product
    }
  }

  /// x W^T in whole numbers: x is quantized by its own range, W by that of each row.
  ///
  /// W has 7 bits. Processors without VNNI add two products of 8 bits by 8 in 16 bits, where they would be cut off at the largest
  /// number: the outcome is then another one, and no error says so.
  private mutating func integerProduct(_ input: Value, _ weight: WeightValues) -> Value {
    let (levels, scales) = quantized(weight, levels: 63, isTransposed: true)
    let dynamic = add("DynamicQuantizeLinear", [input], outputs: 3)
    let product = add("MatMulInteger", dynamic[0], levels, dynamic[2])
    let number = add("Cast", product, attributes: ["to": .type(.float32)])
    return add("Mul", number, add("Mul", dynamic[1], scales))
  }

  /// Rows of a table. In int8, each row has a scale of its own.
  mutating func look(_ indices: Value, in table: EmbeddingTable) throws(ONNXError) -> Value {
    let values = WeightValues(try Self.tensor(table.weight))
    switch precision {
    case .float32: return add("Gather", weight(values), indices)
    case .int8:
      let (levels, scales) = quantized(values, levels: 127, isTransposed: false)
      let number = add("Cast", add("Gather", levels, indices), attributes: ["to": .type(.float32)])
      return add("Mul", number, add("Unsqueeze", add("Gather", scales, indices), ints([-1])))
    }
  }

  /// A norm over the last dimension.
  mutating func norm(_ input: Value, _ norm: LayerNorm, name: String) throws(ONNXError) -> Value {
    let scale = weight(WeightValues(try Self.tensor(norm.scale?.tensor)))
    let attributes: KeyValuePairs<String, ONNXNode.Attribute> = [
      "axis": .int(-1), "epsilon": .float(norm.epsilon),
    ]
    if norm.kind == .rootMeanSquare {
      return scoped(name) { graph in
        // In the form of which runtimes make one operation.
        let square = graph.add("Pow", input, graph.number(2))
        let mean = graph.add("ReduceMean", square, attributes: ["axes": .ints([-1]), "keepdims": .int(1)])
        let root = graph.add("Sqrt", graph.add("Add", mean, graph.number(norm.epsilon)))
        return graph.add("Mul", scale, graph.add("Div", input, root))
      }
    }
    guard let shift = norm.shift else {
      return scoped(name) { $0.add("LayerNormalization", input, scale, attributes: attributes) }
    }
    let bias = weight(WeightValues(try Self.tensor(shift.tensor)))
    return scoped(name) { $0.add("LayerNormalization", input, scale, bias, attributes: attributes) }
  }

  /// An element-wise function, in the forms that runtimes know and fuse.
  mutating func activate(_ input: Value, _ activation: Activation) -> Value {
    switch activation {
    case .identity: return input
    case .relu: return add("Relu", input)
    case .tanh: return add("Tanh", input)
    case .silu: return add("Mul", input, add("Sigmoid", input))
    case .geluErf:
      let erf = add("Erf", add("Div", input, number(Float(2).squareRoot())))
      return add("Mul", add("Mul", input, add("Add", erf, number(1))), number(0.5))
    case .geluTanh:
      let cube = add("Mul", add("Pow", input, number(3)), number(0.044715))
      // The square root of 2 / pi.
      let inner = add("Mul", add("Add", input, cube), number(0.797_884_56))
      return add("Mul", add("Mul", input, number(0.5)), add("Add", add("Tanh", inner), number(1)))
    }
  }

  /// Splits the last dimension into heads: [batch, heads, length, width].
  mutating func heads(_ input: Value, _ attention: AttentionOptions) -> Value {
    add(
      "Transpose", split(input, attention), attributes: ["perm": .ints([0, 2, 1, 3])])
  }

  /// The same for keys, whose length stands last.
  mutating func keyHeads(_ input: Value, _ attention: AttentionOptions) -> Value {
    add("Transpose", split(input, attention), attributes: ["perm": .ints([0, 2, 3, 1])])
  }

  private mutating func split(_ input: Value, _ attention: AttentionOptions) -> Value {
    add("Reshape", input, ints([0, 0, attention.heads, attention.headSize]))
  }

  /// Weighs the values by the scores, and puts the heads side by side again.
  mutating func attend(_ scores: Value, _ values: Value, _ attention: AttentionOptions) -> Value {
    let shares = add("Softmax", scores, attributes: ["axis": .int(-1)])
    let attended = add("Transpose", add("MatMul", shares, values), attributes: ["perm": .ints([0, 2, 1, 3])])
    return add("Reshape", attended, ints([0, 0, attention.heads * attention.headSize]))
  }

  /// The logits of a classifier.
  mutating func classify(_ input: Value, _ head: ClassifierHead) throws(ONNXError) -> Value {
    try linear(activated(input, head), head.output, name: "output")
  }

  /// What the last layer of a classifier reads.
  mutating func activated(_ input: Value, _ head: ClassifierHead) throws(ONNXError) -> Value {
    var states = input
    if let dense = head.dense { states = try linear(states, dense, name: "dense") }
    states = activate(states, head.activation)
    return try head.norm.map { norm throws(ONNXError) in try self.norm(states, norm, name: "norm") } ?? states
  }

  /// A weight that has been read. One that is missing has been reported before.
  static func tensor(_ tensor: Tensor?) throws(ONNXError) -> Tensor {
    guard let tensor else {
      throw ONNXError(.unsupported, at: Place(file: "graph"), problem: "a part of the model has no weights")
    }
    return tensor
  }
}

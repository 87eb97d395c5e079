import PackEncoders

extension GraphBuilder {
  /// GTE, Nomic BERT and EuroBERT.
  mutating func encode(_ model: RotaryModel, _ inputs: inout GraphInputs) throws(ONNXError) -> EncodedStates {
    var states = try scoped("embeddings") { graph throws(ONNXError) in
      try graph.embed(model.embedding, &inputs)
    }
    let mask = inputs.addedMask(&self)
    let angles = self.angles(model.rotary, &inputs)
    for (index, layer) in model.layers.enumerated() {
      states = try scoped("layer.\(index)") { graph throws(ONNXError) in
        let middle = try graph.half(states, layer.attentionNorm, model.normPlace, name: "attention") {
          graph, input throws(ONNXError) in
          try graph.attend(input, layer, model.attention, mask, angles)
        }
        return try graph.half(middle, layer.feedForwardNorm, model.normPlace, name: "feed_forward") {
          graph, input throws(ONNXError) in
          let product = try graph.gated(input, layer, model.activation)
          return try graph.linear(product, layer.output, name: "output")
        }
      }
    }
    if let norm = model.finalNorm { states = try self.norm(states, norm, name: "final_norm") }
    return EncodedStates(last: states, preFinalNorm: states)
  }

  /// What a half of a layer adds to the states, with its norm before or after it.
  private mutating func half(
    _ states: Value, _ norm: LayerNorm, _ place: RotaryModel.NormPlace, name: String,
    _ body: (inout GraphBuilder, Value) throws(ONNXError) -> Value
  ) throws(ONNXError) -> Value {
    try scoped(name) { graph throws(ONNXError) in
      switch place {
      case .before:
        let added = try body(&graph, try graph.norm(states, norm, name: "norm"))
        return graph.add("Add", added, states)
      case .after:
        let sum = graph.add("Add", try body(&graph, states), states)
        return try graph.norm(sum, norm, name: "norm")
      }
    }
  }

  private mutating func attend(
    _ input: Value, _ layer: RotaryLayer, _ attention: AttentionOptions, _ mask: Value, _ angles: RotaryAngles
  ) throws(ONNXError) -> Value {
    let size = attention.headSize
    let parts: [Value]
    if let fused = layer.projections.first, layer.projections.count == 1 {
      let projected = try linear(input, fused, name: "projections")
      parts = split(
        projected, sizes: [attention.heads, attention.keyHeads, attention.keyHeads].map { $0 * size })
    } else {
      parts = try zip(["query", "key", "value"], layer.projections).map { name, layer throws(ONNXError) in
        try linear(input, layer, name: name)
      }
    }
    let query = turn(heads(parts[0], attention), angles, attention)
    let key = turn(heads(parts[1], attention.ofKeys), angles, attention)
    let keys = add("Transpose", repeated(key, attention), attributes: ["perm": .ints([0, 1, 3, 2])])
    let scores = add("Mul", add("MatMul", query, keys), number(attention.scale))
    let values = repeated(heads(parts[2], attention.ofKeys), attention)
    return try linear(
      attend(add("Add", scores, mask), values, attention), layer.attentionOutput, name: "output")
  }

  /// Each head of keys or values for all heads of queries that share it: [batch, heads, length, headSize].
  private mutating func repeated(_ input: Value, _ attention: AttentionOptions) -> Value {
    let group = attention.heads / attention.keyHeads
    guard group > 1 else { return input }
    let copies = add("Tile", add("Unsqueeze", input, ints([2])), ints([1, 1, group, 1, 1]))
    // -1 stands for the length.
    return add("Reshape", copies, ints([0, attention.heads, -1, attention.headSize]))
  }

  private mutating func gated(
    _ input: Value, _ layer: RotaryLayer, _ activation: Activation
  ) throws(ONNXError) -> Value {
    guard layer.isGateFused else {
      let activated = activate(try linear(input, layer.activated, name: "gate"), activation)
      return add("Mul", activated, try linear(input, layer.multiplied, name: "input"))
    }
    let both = try linear(input, layer.activated, name: "input")
    let halves = split(both, sizes: [layer.multiplied.outputs, layer.activated.outputs])
    return add("Mul", activate(halves[1], activation), halves[0])
  }
}

extension AttentionOptions {
  /// The same for as many heads as keys have.
  fileprivate var ofKeys: AttentionOptions {
    var options = self
    options.heads = keyHeads
    return options
  }
}

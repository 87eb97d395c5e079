import PackEncoders

extension GraphBuilder {
  /// ModernBERT.
  mutating func encode(
    _ model: ModernBertModel, _ inputs: inout GraphInputs
  ) throws(ONNXError) -> EncodedStates {
    var states = try scoped("embeddings") { graph throws(ONNXError) in
      try graph.embed(model.embedding, &inputs)
    }
    var masks: [Int: Value] = [:]
    var angles: [RotaryTable.Kind: Angles] = [:]
    for (index, layer) in model.layers.enumerated() {
      var mask = inputs.addedMask(&self)
      if let window = layer.attention.window {
        mask = masks[window] ?? inputs.addedMask(window: window, &self)
        masks[window] = mask
      }
      let turns = angles[layer.rotary] ?? self.angles(layer.rotary, &inputs)
      angles[layer.rotary] = turns
      states = try scoped("layer.\(index)") { graph throws(ONNXError) in
        try graph.preNormLayer(states, layer, model.activation, mask, turns)
      }
    }
    return EncodedStates(
      last: try norm(states, model.finalNorm, name: "final_norm"), preFinalNorm: states)
  }

  /// Cosines and sines of the rotary positions: [length, headSize / 2] each.
  private struct Angles {
    let cosines: Value
    let sines: Value
  }

  private mutating func angles(_ kind: RotaryTable.Kind, _ inputs: inout GraphInputs) -> Angles {
    let positions = inputs.positions(&self)
    return scoped("rotary") { graph in
      let column = graph.add("Unsqueeze", positions, graph.ints([1]))
      let numbers = graph.add("Cast", column, attributes: ["to": .type(.float32)])
      let frequencies = graph.numbers(kind.frequencies, name: "frequencies_\(kind.theta)")
      let angles = graph.add("Mul", numbers, frequencies)
      return Angles(cosines: graph.add("Cos", angles), sines: graph.add("Sin", angles))
    }
  }

  private mutating func preNormLayer(
    _ states: Value, _ layer: ModernBertLayer, _ activation: Activation, _ mask: Value, _ angles: Angles
  ) throws(ONNXError) -> Value {
    let attention = layer.attention
    let attended = try scoped("attention") { graph throws(ONNXError) in
      var input = states
      if let norm = layer.attentionNorm { input = try graph.norm(input, norm, name: "norm") }
      let projected = try graph.linear(input, layer.projections, name: "projections")
      let parts = graph.split(projected, count: 3, size: attention.heads * attention.headSize)
      let query = graph.turn(graph.heads(parts[0], attention), angles, attention)
      let key = graph.turn(graph.heads(parts[1], attention), angles, attention)
      let keys = graph.add("Transpose", key, attributes: ["perm": .ints([0, 1, 3, 2])])
      let scores = graph.add("Mul", graph.add("MatMul", query, keys), graph.number(attention.scale))
      let sum = graph.attend(
        graph.add("Add", scores, mask), graph.heads(parts[2], attention), attention)
      return try graph.linear(sum, layer.attentionOutput, name: "output")
    }
    let middle = add("Add", attended, states)
    let fed = try scoped("feed_forward") { graph throws(ONNXError) in
      let normed = try graph.norm(middle, layer.feedForwardNorm, name: "norm")
      // One matrix has both halves.
      let gated = try graph.linear(normed, layer.activated, name: "input")
      let halves = graph.split(gated, count: 2, size: layer.activated.outputs)
      let product = graph.add("Mul", graph.activate(halves[0], activation), halves[1])
      return try graph.linear(product, layer.output, name: "output")
    }
    return add("Add", fed, middle)
  }

  /// Equal parts of the last dimension.
  private mutating func split(_ input: Value, count: Int, size: Int) -> [Value] {
    add(
      "Split", [input, ints([Int](repeating: size, count: count))], attributes: ["axis": .int(-1)],
      outputs: count)
  }

  /// Turns the pairs of each head, whose halves stand one behind the other.
  private mutating func turn(_ input: Value, _ angles: Angles, _ attention: AttentionOptions) -> Value {
    let halves = split(input, count: 2, size: attention.headSize / 2)
    let first = add(
      "Sub", add("Mul", halves[0], angles.cosines), add("Mul", halves[1], angles.sines))
    let second = add(
      "Add", add("Mul", halves[1], angles.cosines), add("Mul", halves[0], angles.sines))
    return add("Concat", first, second, attributes: ["axis": .int(-1)])
  }
}

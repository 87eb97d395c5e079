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
    var angles: [RotaryTable.Kind: RotaryAngles] = [:]
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

  private mutating func preNormLayer(
    _ states: Value, _ layer: ModernBertLayer, _ activation: Activation, _ mask: Value, _ angles: RotaryAngles
  ) throws(ONNXError) -> Value {
    let attention = layer.attention
    let attended = try scoped("attention") { graph throws(ONNXError) in
      var input = states
      if let norm = layer.attentionNorm { input = try graph.norm(input, norm, name: "norm") }
      let projected = try graph.linear(input, layer.projections, name: "projections")
      let parts = graph.split(
        projected, sizes: [Int](repeating: attention.heads * attention.headSize, count: 3))
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
      let halves = graph.split(gated, sizes: [layer.activated.outputs, layer.multiplied.outputs])
      let product = graph.add("Mul", graph.activate(halves[0], activation), halves[1])
      return try graph.linear(product, layer.output, name: "output")
    }
    return add("Add", fed, middle)
  }
}

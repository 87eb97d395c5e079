import PackEncoders

extension GraphBuilder {
  /// BERT and its kin.
  mutating func encode(_ model: PostNormModel, _ inputs: inout GraphInputs) throws(ONNXError) -> EncodedStates
  {
    let embedded = try scoped("embeddings") { graph throws(ONNXError) in
      try graph.embed(model.embedding, &inputs)
    }
    let attention = model.layers.attention
    var mask = inputs.addedMask(&self)
    if let bias = attention.distanceBias { mask = add("Add", mask, try distanceBias(bias, &inputs)) }
    var states = embedded
    for (index, layer) in model.layers.layers.enumerated() {
      states = try scoped("layer.\(index)") { graph throws(ONNXError) in
        let attended = try graph.scoped("attention") { graph throws(ONNXError) in
          let query = graph.heads(try graph.linear(states, layer.query, name: "query"), attention)
          let key = graph.keyHeads(try graph.linear(states, layer.key, name: "key"), attention)
          let value = graph.heads(try graph.linear(states, layer.value, name: "value"), attention)
          let scores = graph.add(
            "Div", graph.add("MatMul", query, key), graph.number(1 / attention.scale))
          return graph.attend(graph.add("Add", scores, mask), value, attention)
        }
        return try graph.postNormRest(attended, states, layer, model.layers.activation)
      }
    }
    return EncodedStates(last: states, preFinalNorm: states)
  }

  /// What follows the attention in a layer that norms after each half.
  mutating func postNormRest(
    _ attended: Value, _ states: Value, _ layer: PostNormLayer, _ activation: Activation
  ) throws(ONNXError) -> Value {
    let output = try linear(attended, layer.attentionOutput, name: "attention/output")
    let middle = try norm(add("Add", output, states), layer.attentionNorm, name: "attention/norm")
    let wide = try linear(middle, layer.intermediate, name: "intermediate")
    let activated = activate(wide, activation)
    let narrow = try linear(activated, layer.output, name: "output")
    return try norm(add("Add", narrow, middle), layer.outputNorm, name: "norm")
  }

  /// MPNet's bias by head and distance: [1, heads, length, length].
  private mutating func distanceBias(
    _ bias: DistanceBias, _ inputs: inout GraphInputs
  ) throws(ONNXError) -> Value {
    let table = weight(WeightValues(try Self.tensor(bias.table)))
    // The table of buckets runs by key - query.
    let distances = add("Neg", inputs.distances(&self))
    let rows = bucketRows(distances, bias.buckets, reach: bias.reach)
    let values = add("Transpose", add("Gather", table, rows), attributes: ["perm": .ints([2, 0, 1])])
    return add("Unsqueeze", values, ints([0]))
  }

  /// The bucket of each distance; those beyond the reach are in the outermost.
  mutating func bucketRows(_ distances: Value, _ buckets: [Int], reach: Int) -> Value {
    let near = add("Clip", distances, int(-reach), int(reach))
    return add("Gather", ints(buckets), add("Add", near, int(reach)))
  }
}

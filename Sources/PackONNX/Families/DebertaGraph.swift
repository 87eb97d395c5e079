import PackEncoders

extension GraphBuilder {
  /// DeBERTa v2 and v3.
  mutating func encode(_ model: DebertaModel, _ inputs: inout GraphInputs) throws(ONNXError) -> EncodedStates
  {
    let embedded = try scoped("embeddings") { graph throws(ONNXError) in
      try graph.embed(model.embedding, &inputs)
    }
    let mask = inputs.addedMask(&self)
    let relative = try model.positions.map { positions throws(ONNXError) in
      try relativePositions(positions, &inputs)
    }
    var states = embedded
    for (index, layer) in model.layers.enumerated() {
      let entering = states
      states = try scoped("layer.\(index)") { graph throws(ONNXError) in
        let attended = try graph.scoped("attention") { graph throws(ONNXError) in
          try graph.attend(states, layer, model.attention, relative, mask)
        }
        return try graph.postNormRest(attended, states, layer.post, model.activation)
      }
      if index == 0, let convolution = model.convolution {
        states = try scoped("convolution") { graph throws(ONNXError) in
          try graph.convolve(entering, convolution, addingTo: states, &inputs)
        }
      }
    }
    return EncodedStates(last: states, preFinalNorm: states)
  }

  /// What all layers share of the relative positions.
  private struct Relative {
    /// [rows of the table, hidden]
    let vectors: Value
    /// For each query and key a row of the table: [length, length].
    let rows: Value
    /// The same with queries and keys exchanged.
    let exchanged: Value
  }

  private mutating func relativePositions(
    _ positions: DebertaPositions, _ inputs: inout GraphInputs
  ) throws(ONNXError) -> Relative {
    var vectors = weight(WeightValues(try Self.tensor(positions.table.weight)))
    if let norm = positions.norm { vectors = try self.norm(vectors, norm, name: "relative/norm") }
    // From here on all distances of a sign take the same row.
    let ends = (positions.buckets.row(-Self.farthest), positions.buckets.row(Self.farthest))
    var reach = 1
    while reach < Self.farthest,
      (positions.buckets.row(-reach), positions.buckets.row(reach)) != ends
    {
      reach += 1
    }
    let table = (-reach...reach).map { positions.buckets.row($0) }
    let rows = bucketRows(inputs.distances(&self), table, reach: reach)
    return Relative(
      vectors: vectors, rows: rows,
      exchanged: add("Transpose", rows, attributes: ["perm": .ints([1, 0])]))
  }

  /// No row is longer.
  private static let farthest = 1 << 24

  private mutating func attend(
    _ states: Value, _ layer: DebertaLayer, _ attention: AttentionOptions, _ relative: Relative?,
    _ mask: Value
  ) throws(ONNXError) -> Value {
    let query = heads(try linear(states, layer.post.query, name: "query"), attention)
    let key = heads(try linear(states, layer.post.key, name: "key"), attention)
    let value = heads(try linear(states, layer.post.value, name: "value"), attention)
    let keys = add("Transpose", key, attributes: ["perm": .ints([0, 1, 3, 2])])
    var scores = add("MatMul", query, keys)
    if let relative {
      // [batch, heads, length, length], for indices of the same shape as what they are taken from.
      let shape = add("Shape", scores)
      if let projection = layer.positionKey {
        let positions = try project(relative.vectors, projection, attention, name: "position_key")
        scores = add(
          "Add", scores,
          take(add("Expand", relative.rows, shape), from: add("MatMul", query, positions)))
      }
      if let projection = layer.positionQuery {
        let positions = try project(relative.vectors, projection, attention, name: "position_query")
        let taken = take(add("Expand", relative.exchanged, shape), from: add("MatMul", key, positions))
        scores = add("Add", scores, add("Transpose", taken, attributes: ["perm": .ints([0, 1, 3, 2])]))
      }
    }
    scores = add("Mul", scores, number(attention.scale))
    return attend(add("Add", scores, mask), value, attention)
  }

  private mutating func take(_ indices: Value, from values: Value) -> Value {
    add("GatherElements", values, indices, attributes: ["axis": .int(3)])
  }

  /// The positions' vectors after a layer's projection: [heads, width, rows].
  private mutating func project(
    _ vectors: Value, _ projection: Linear, _ attention: AttentionOptions, name: String
  ) throws(ONNXError) -> Value {
    let projected = try linear(vectors, projection, name: name)
    let split = add("Reshape", projected, ints([0, attention.heads, attention.headSize]))
    return add("Transpose", split, attributes: ["perm": .ints([1, 2, 0])])
  }

  /// A convolution of what enters the first layer, added to its output and normed.
  private mutating func convolve(
    _ entering: Value, _ convolution: DebertaConvolution, addingTo states: Value, _ inputs: inout GraphInputs
  ) throws(ONNXError) -> Value {
    // Beyond a row's end there are zeros, in a padded row, too.
    let rows = add("Mul", entering, inputs.factors(&self))
    let channels = add("Transpose", rows, attributes: ["perm": .ints([0, 2, 1])])
    let kernel = weight(WeightValues(try Self.tensor(convolution.kernel.weight)))
    let bias = weight(WeightValues(try Self.tensor(convolution.kernel.bias?.tensor)))
    let padding = convolution.kernelSize / 2
    let convolved = add(
      "Conv", channels, kernel, bias,
      attributes: ["kernel_shape": .ints([convolution.kernelSize]), "pads": .ints([padding, padding])])
    let activated = activate(
      add("Transpose", convolved, attributes: ["perm": .ints([0, 2, 1])]), convolution.activation)
    return try norm(add("Add", states, activated), convolution.norm, name: "norm")
  }
}

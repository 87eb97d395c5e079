package import PackEncoders

/// A pruning encoder as a graph: its encoder, the classifier of sequences where there is one, and the pruning head.
package struct EncoderGraph {
  /// The names of the outputs.
  package enum Output {
    /// Of sequences, [batch, labels]; without a ranking model those of tokens.
    package static let logits = "logits"
    /// Of tokens, [batch, length, 2]: prune and keep.
    package static let pruningLogits = "pruning_logits"
  }

  /// The encoder, and maybe its classifier.
  package var parts: EncoderParts
  /// The pruning head.
  package var head: GraphHead
  /// Which states the head reads.
  package var source: HiddenStateSource
  /// Whether the tokenizer gives token types, and the model was trained with them.
  package var usesTokenTypes: Bool
  /// What stands before the names of the encoder's tensors: the sub-model's directory.
  package var directory: String
  /// What the graph says about its use.
  package var metadata: [(key: String, value: String)] = []

  /// What stands before the names of the head's tensors.
  package static let headDirectory = "pruning_head"

  /// Creates a description.
  package init(
    parts: EncoderParts, head: GraphHead, source: HiddenStateSource,
    usesTokenTypes: Bool, directory: String, metadata: [(key: String, value: String)] = []
  ) {
    self.parts = parts
    self.head = head
    self.source = source
    self.usesTokenTypes = usesTokenTypes
    self.directory = directory
    self.metadata = metadata
  }

  /// The graph.
  ///
  /// - Throws: ``ONNXError`` for a part that has no operators.
  func model(_ precision: ONNXPrecision) throws(ONNXError) -> ONNXModel {
    var graph = GraphBuilder(precision: precision, prefix: "\(directory).")
    var inputs = GraphInputs(hasTypes: usesTokenTypes && parts.shape.typeCount > 0)
    let states: EncodedStates
    switch parts.layers {
    case .postNorm(let model): states = try graph.encode(model, &inputs)
    case .deberta(let model): states = try graph.encode(model, &inputs)
    case .modernBert(let model): states = try graph.encode(model, &inputs)
    case .rotary(let model): states = try graph.encode(model, &inputs)
    }
    // The heads are small, and what they give is compared with thresholds.
    let outputs = try graph.exactly { graph throws(ONNXError) in
      try heads(&graph, states, &inputs)
    }
    var model = ONNXModel(name: parts.family.rawValue)
    model.nodes = graph.nodes
    model.initializers = graph.initializers
    model.inputs = inputs.values
    model.outputs = outputs
    model.metadata = metadata
    return model
  }

  private func heads(
    _ graph: inout GraphBuilder, _ states: EncodedStates, _ inputs: inout GraphInputs
  ) throws(ONNXError) -> [ONNXValue] {
    let hasClassifier = parts.sequenceHead != nil
    if let head = parts.sequenceHead {
      let logits = try graph.scoped("ranking") { graph throws(ONNXError) in
        var (vectors, rest) = (states.last, head)
        if head.pooling == .activatedMean {
          vectors = try graph.activated(vectors, head)
          (rest.dense, rest.activation, rest.norm) = (nil, .identity, nil)
        }
        return try graph.classify(pool(&graph, vectors, head.pooling, &inputs), rest)
      }
      _ = graph.add("Identity", logits, output: Output.logits)
    }
    graph.prefix = "\(Self.headDirectory)."
    let tokens = try head.logits(states.states(source), &graph)
    _ = graph.add("Identity", tokens, output: Output.pruningLogits)
    if !hasClassifier { _ = graph.add("Identity", tokens, output: Output.logits) }
    let ofTokens: [ONNXValue.Dimension] = [.batch, .length, .size(2)]
    return [
      ONNXValue(
        name: Output.logits, type: .float32,
        shape: hasClassifier ? [.batch, .size(parts.shape.labels)] : ofTokens),
      ONNXValue(name: Output.pruningLogits, type: .float32, shape: ofTokens),
    ]
  }

  /// One vector for each row: [batch, hidden].
  private func pool(
    _ graph: inout GraphBuilder, _ states: GraphBuilder.Value, _ pooling: ClassifierHead.Pooling,
    _ inputs: inout GraphInputs
  ) -> GraphBuilder.Value {
    switch pooling {
    case .first: return graph.add("Gather", states, graph.int(0), attributes: ["axis": .int(1)])
    case .mean, .activatedMean:
      let factors = inputs.factors(&graph)
      let axes = graph.ints([1])
      let sum = graph.add(
        "ReduceSum", graph.add("Mul", states, factors), axes, attributes: ["keepdims": .int(0)])
      return graph.add("Div", sum, graph.add("ReduceSum", factors, axes, attributes: ["keepdims": .int(0)]))
    }
  }
}

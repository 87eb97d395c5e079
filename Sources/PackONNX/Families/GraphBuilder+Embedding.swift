import PackEncoders

extension GraphBuilder {
  /// The states that enter the first layer: [batch, length, hidden].
  mutating func embed(
    _ embedding: TokenEmbedding, _ inputs: inout GraphInputs
  ) throws(ONNXError) -> Value {
    var states = try look(GraphInputs.ids.name, in: embedding.words)
    if let types = embedding.types {
      // Without the input all tokens have the first type.
      let indices = inputs.hasTypes ? GraphInputs.types.name : int(0)
      states = add("Add", states, try lookExactly(indices, in: types))
    }
    if let positions = embedding.positions {
      let indices: Value
      switch embedding.positionRule {
      case .fromZero: indices = inputs.positions(&self)
      case .afterPadding(let padding): indices = positionsAfterPadding(Int(padding))
      }
      states = add("Add", states, try lookExactly(indices, in: positions))
    }
    if let norm = embedding.norm { states = try self.norm(states, norm, name: "norm") }
    if let projection = embedding.projection {
      states = try linear(states, projection, name: "projection")
    }
    if let norm = embedding.projectedNorm { states = try self.norm(states, norm, name: "projected_norm") }
    return states
  }

  /// Rows of a small table.
  private mutating func lookExactly(_ indices: Value, in table: EmbeddingTable) throws(ONNXError) -> Value {
    try exactly { graph throws(ONNXError) in try graph.look(indices, in: table) }
  }

  /// Only tokens other than padding count; a padding token takes the padding's own position: [batch, length].
  private mutating func positionsAfterPadding(_ padding: Int) -> Value {
    let isPadding = add("Equal", GraphInputs.ids.name, int(padding))
    let counted = add("Cast", add("Not", isPadding), attributes: ["to": .type(.int64)])
    let numbers = add("CumSum", counted, int(1))
    return add("Add", add("Mul", numbers, counted), int(padding))
  }
}

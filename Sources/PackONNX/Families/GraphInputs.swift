import PackEncoders

/// What a graph is given, and what all its layers share of that.
struct GraphInputs {
  typealias Value = GraphBuilder.Value

  /// [batch, length], int64.
  static let ids = ONNXValue(name: "input_ids", type: .int64, shape: [.batch, .length])
  /// [batch, length], int64: 1 for tokens, 0 for padding.
  static let mask = ONNXValue(name: "attention_mask", type: .int64, shape: [.batch, .length])
  /// [batch, length], int64.
  static let types = ONNXValue(name: "token_type_ids", type: .int64, shape: [.batch, .length])

  /// Added to the scores of keys that are not seen. It is far below every score, and a number in half precision, too; the
  /// rows of padding, which see nothing, stay finite.
  private static let unseen: Float = -30_000

  /// Whether token types are among the inputs.
  let hasTypes: Bool
  private var length: Value?
  private var positions: Value?
  private var scores: Value?
  private var floatMask: Value?

  init(hasTypes: Bool) { self.hasTypes = hasTypes }

  /// The inputs in the order of transformers' models.
  var values: [ONNXValue] { hasTypes ? [Self.ids, Self.mask, Self.types] : [Self.ids, Self.mask] }

  /// Tokens of the rows, a list of one number.
  mutating func lengthList(_ graph: inout GraphBuilder) -> Value {
    if let length { return length }
    let shape = graph.add("Shape", Self.ids.name)
    let value = graph.add("Slice", shape, graph.ints([1]), graph.ints([2]))
    length = value
    return value
  }

  /// The positions from 0: [length], int64.
  mutating func positions(_ graph: inout GraphBuilder) -> Value {
    if let positions { return positions }
    let end = graph.add("Squeeze", lengthList(&graph), graph.ints([0]))
    let value = graph.add("Range", graph.int(0), end, graph.int(1))
    positions = value
    return value
  }

  /// How far each key lies before each query, query - key: [length, length], int64.
  mutating func distances(_ graph: inout GraphBuilder) -> Value {
    let positions = positions(&graph)
    return graph.add(
      "Sub", graph.add("Unsqueeze", positions, graph.ints([1])),
      graph.add("Unsqueeze", positions, graph.ints([0])))
  }

  /// The mask as [batch, 1, 1, length], to be added to scores: 0 for tokens.
  mutating func addedMask(_ graph: inout GraphBuilder) -> Value {
    if let scores { return scores }
    // In the form that exports of BERT have, which runtimes know.
    let value = graph.scoped("mask") { graph in
      let rows = graph.add("Unsqueeze", Self.mask.name, graph.ints([1]))
      let seen = graph.add(
        "Cast", graph.add("Unsqueeze", rows, graph.ints([2])), attributes: ["to": .type(.float32)])
      return graph.add("Mul", graph.add("Sub", graph.number(1), seen), graph.number(Self.unseen))
    }
    scores = value
    return value
  }

  /// The same for keys that are at most so far away: [batch, 1, length, length].
  mutating func addedMask(window: Int, _ graph: inout GraphBuilder) -> Value {
    let distances = distances(&graph)
    let mask = addedMask(&graph)
    let far = graph.add("Greater", graph.add("Abs", distances), graph.int(window))
    // The larger of two penalties, and not their sum.
    let added = graph.add("Where", far, graph.number(Self.unseen), graph.number(0))
    return graph.add("Min", mask, added)
  }

  /// The mask as [batch, length, 1], 1 for tokens.
  mutating func factors(_ graph: inout GraphBuilder) -> Value {
    if let floatMask { return floatMask }
    let value = graph.add(
      "Cast", graph.add("Unsqueeze", Self.mask.name, graph.ints([2])), attributes: ["to": .type(.float32)])
    floatMask = value
    return value
  }
}

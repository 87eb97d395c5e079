package import PackEncoders
import PackFiles

/// A pruning head as a part of a graph.
package struct GraphHead: Sendable {
  /// What it is built of.
  package var shape: PruningHeadShape
  /// `classifier.weight` [labels, hidden] and `classifier.bias` [labels].
  package var weight: WeightValues
  package var bias: WeightValues
  /// `dense.weight` [hidden, hidden] and `dense.bias` [hidden], where the shape has them.
  package var denseWeight: WeightValues?
  package var denseBias: WeightValues?
  /// `norm.weight` and `norm.bias` [hidden], where the shape has them.
  package var normWeight: WeightValues?
  package var normBias: WeightValues?

  /// Takes a head's tensors.
  ///
  /// - Parameter tensor: gives a tensor by its name; nil where the head has none.
  /// - Throws: ``ONNXError`` where one is missing that the shape needs.
  package init(_ shape: PruningHeadShape, tensor: (_ name: String) -> WeightValues?) throws(ONNXError) {
    func required(_ name: String) throws(ONNXError) -> WeightValues {
      guard let values = tensor(name) else {
        throw ONNXError(
          .unsupported, at: Place(file: EncoderGraph.headDirectory, tensor: name),
          problem: "tensor is missing")
      }
      return values
    }
    self.shape = shape
    weight = try required("classifier.weight")
    bias = try required("classifier.bias")
    guard let transform = shape.transform else { return }
    denseWeight = try required("dense.weight")
    denseBias = transform.hasBias ? try required("dense.bias") : nil
    normWeight = try required("norm.weight")
    normBias = transform.hasNormBias ? try required("norm.bias") : nil
  }

  /// The logits for "prune" and "keep" of each token: [batch, length, 2].
  func logits(_ states: GraphBuilder.Value, _ graph: inout GraphBuilder) throws(ONNXError)
    -> GraphBuilder.Value
  {
    var states = states
    if let transform = shape.transform, let denseWeight, let normWeight {
      states = try graph.linear(states, weight: denseWeight, bias: denseBias, name: "dense")
      states = graph.activate(states, transform.activation.function)
      states = graph.scoped("norm") { graph in
        let parts = [states, graph.weight(normWeight)] + (normBias.map { [graph.weight($0)] } ?? [])
        return graph.add(
          "LayerNormalization", parts,
          attributes: ["axis": .int(-1), "epsilon": .float(Float(transform.normEpsilon))], outputs: 1)[0]
      }
    }
    let rows = try graph.linear(states, weight: weight, bias: bias, name: "pruning")
    guard shape.labelCount != 2 || shape.keptLabels != [1] else { return rows }
    let kept = shape.keptLabels
    let dropped = (0..<shape.labelCount).filter { !kept.contains($0) }
    let sums = [Self.sum(rows, dropped, &graph), Self.sum(rows, kept, &graph)]
    return graph.add("Concat", sums, attributes: ["axis": .int(-1)], outputs: 1)[0]
  }

  /// Of labels that mean the same, the logarithm of the sum of their exponentials: softmax of two such sums adds up the labels'
  /// probabilities.
  private static func sum(
    _ rows: GraphBuilder.Value, _ labels: [Int], _ graph: inout GraphBuilder
  ) -> GraphBuilder.Value {
    let chosen = graph.add("Gather", rows, graph.ints(labels), attributes: ["axis": .int(-1)])
    guard labels.count > 1 else { return chosen }
    return graph.add(
      "ReduceLogSumExp", chosen, attributes: ["axes": .ints([-1]), "keepdims": .int(1)])
  }
}

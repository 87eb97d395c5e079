import PackEncoders

/// Cosines and sines of the rotary positions: [length, headSize / 2] each.
struct RotaryAngles {
  let cosines: GraphBuilder.Value
  let sines: GraphBuilder.Value
}

extension GraphBuilder {
  /// The angles of all positions of a row.
  mutating func angles(_ kind: RotaryTable.Kind, _ inputs: inout GraphInputs) -> RotaryAngles {
    let positions = inputs.positions(&self)
    return scoped("rotary") { graph in
      let column = graph.add("Unsqueeze", positions, graph.ints([1]))
      let numbers = graph.add("Cast", column, attributes: ["to": .type(.float32)])
      let frequencies = graph.numbers(kind.frequencies, name: "frequencies_\(kind.theta)")
      let angles = graph.add("Mul", numbers, frequencies)
      let (cosines, sines) = (graph.add("Cos", angles), graph.add("Sin", angles))
      let amplitude = kind.scaling.amplitude
      guard amplitude != 1 else { return RotaryAngles(cosines: cosines, sines: sines) }
      return RotaryAngles(
        cosines: graph.add("Mul", cosines, graph.number(amplitude)),
        sines: graph.add("Mul", sines, graph.number(amplitude)))
    }
  }

  /// Turns the pairs of each head, whose halves stand one behind the other.
  mutating func turn(_ input: Value, _ angles: RotaryAngles, _ attention: AttentionOptions) -> Value {
    let half = attention.headSize / 2
    let halves = split(input, sizes: [half, half])
    let first = add(
      "Sub", add("Mul", halves[0], angles.cosines), add("Mul", halves[1], angles.sines))
    let second = add(
      "Add", add("Mul", halves[1], angles.cosines), add("Mul", halves[0], angles.sines))
    return add("Concat", first, second, attributes: ["axis": .int(-1)])
  }

  /// Parts of the last dimension.
  mutating func split(_ input: Value, sizes: [Int]) -> [Value] {
    add("Split", [input, ints(sizes)], attributes: ["axis": .int(-1)], outputs: sizes.count)
  }
}

/// A place in the tree of tensor names, from which layers are read by their last components.
struct WeightCursor {
  let reader: WeightReader
  let prefix: String

  /// A place one level down; an empty component stays here.
  func scope(_ component: String) -> WeightCursor {
    component.isEmpty ? self : WeightCursor(reader: reader, prefix: fullName(component))
  }

  /// `name.weight` [outputs, inputs] and `name.bias` [outputs].
  func linear(_ name: String, from inputs: Int, to outputs: Int, bias: Bool = true) -> Linear {
    let place = scope(name)
    return Linear(
      weight: reader.tensor(place.fullName("weight"), shape: [outputs, inputs]),
      bias: bias ? reader.floats(place.fullName("bias"), shape: [outputs]) : nil,
      inputs: inputs, outputs: outputs, form: reader.form)
  }

  /// A convolution over a row of tokens, as a matrix over gathered neighbours: `name.weight` [channels, channels, kernelSize]
  /// and `name.bias` [channels].
  func convolution(_ name: String, channels: Int, kernelSize: Int) -> Linear {
    let place = scope(name)
    return Linear(
      weight: reader.tensor(place.fullName("weight"), shape: [channels, channels, kernelSize]),
      bias: reader.floats(place.fullName("bias"), shape: [channels]), inputs: channels * kernelSize,
      outputs: channels, form: reader.form)
  }

  /// `name.weight` [width] and `name.bias` [width].
  func layerNorm(_ name: String, width: Int, epsilon: Float, bias: Bool = true) -> LayerNorm {
    let place = scope(name)
    return LayerNorm(
      scale: reader.floats(place.fullName("weight"), shape: [width]),
      shift: bias ? reader.floats(place.fullName("bias"), shape: [width]) : nil,
      width: width, epsilon: epsilon)
  }

  /// A norm of a kind, of which only the centred one has a bias.
  func layerNorm(_ name: String, width: Int, epsilon: Float, _ kind: LayerNorm.Kind) -> LayerNorm {
    var norm = layerNorm(name, width: width, epsilon: epsilon, bias: kind == .centred)
    norm.kind = kind
    return norm
  }

  /// Whether the checkpoint has a tensor; without a checkpoint, no.
  func has(_ name: String) -> Bool { reader.has(fullName(name)) }

  /// `name.weight` [entries, width].
  func table(_ name: String, entries: Int, width: Int) -> EmbeddingTable {
    EmbeddingTable(
      weight: reader.tensor(scope(name).fullName("weight"), shape: [entries, width]), entries: entries,
      width: width)
  }

  /// A matrix as floats, small enough to copy: [rows, columns].
  func matrix(_ name: String, rows: Int, columns: Int) -> FloatVector? {
    reader.floats(fullName(name), shape: [rows, columns])
  }

  private func fullName(_ name: String) -> String { prefix.isEmpty ? name : "\(prefix).\(name)" }
}

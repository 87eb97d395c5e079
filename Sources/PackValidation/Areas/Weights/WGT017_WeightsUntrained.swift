import ModelDir
import PackCheckpoints
import PackFiles
import PackJSON

extension Rule {
  static let wgt017 = Rule(
    "WGT017", "weights-untrained", .error, needs: [.json, .tensors],
    title: "the encoder's weights are trained, and none of them are lost",
    why: """
      A layer that was not found in a checkpoint is initialised at random, with one line in a log. Rows that a conversion has \
      lost are zeros, and numbers beyond a type's range become its largest. The model loads and computes on.
      """,
    advice: """
      Convert the checkpoint again, and compare both with `pruning-pack inspect`. Look for `newly initialized` in the log of \
      the run that saved this one.
      """,
    grading: "a warning where only one sign of it is there", examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    guard !package.weights.checkpoints.isEmpty else { throw .prerequisiteFailed("there are no weights") }
    if case .success(let model) = package.weights.subModel {
      let layers = WeightLayer.layers(of: model)
      report(layers, deviations(package, layers), context)
      reportEqual(layers, context)
    }
    for (tensor, scan) in package.weights.scans where isMatrix(tensor) { report(tensor, scan, context) }
    try package.weights.requireAll()
  }

  /// Token types may all be one, and the other row is then what it was.
  private static func isMatrix(_ tensor: Tensor) -> Bool {
    tensor.shape.count == 2 && tensor.count >= 256 && tensor.name.hasSuffix("weight")
      && !tensor.name.contains("token_type_embeddings")
  }

  /// The deviations that transformers' initialisers may have taken.
  private static func deviations(_ package: PackageInspection, _ layers: [WeightLayer]) -> [Double] {
    let named =
      (try? package.documents.node(package.documents.inSubModel(PackageLayout.config))?.double(
        "initializer_range")) ?? 0.02
    // ModernBERT's matrices that add to the residual are smaller in deep models.
    let depth = Double(max(1, 2 * layers.count)).squareRoot()
    return Set([named, 0.02]).sorted().flatMap { [$0, $0 / depth] }
  }

  /// Layers whose norms or whose matrices, or both, are where they began.
  private static func report(_ layers: [WeightLayer], _ deviations: [Double], _ context: RuleContext) {
    var both: [(WeightLayer, Tensor)] = []
    var norms: [(WeightLayer, Tensor)] = []
    var matrices: [(WeightLayer, Tensor)] = []
    for layer in layers {
      let state = layer.norms
      let fresh = layer.freshMatrix(deviations, norms: state)
      switch (state, fresh) {
      case (.trained, let fresh?): matrices.append((layer, fresh))
      case (_, let fresh?): both.append((layer, fresh))
      case (.untouched, nil): if let first = layer.matrices.first { norms.append((layer, first.tensor)) }
      case (_, nil): break
      }
    }
    if let first = both.first {
      context.report(
        at: first.1.place, "layers are as they were before training", expected: "trained weights",
        found:
          "gains 1, biases 0 and matrices random as transformers initialises them in \(shown(both.map(\.0)))")
    }
    if let first = norms.first {
      context.report(
        at: first.1.place, "the norms are as they were before training", expected: "trained gains",
        found: "gains 1 and biases 0 in \(shown(norms.map(\.0)))", severity: .warning)
    }
    if let first = matrices.first {
      context.report(
        at: first.1.place, "matrices are as they were before training", expected: "trained weights",
        found: "matrices as transformers draws them and biases 0 in \(shown(matrices.map(\.0)))",
        severity: .warning)
    }
  }

  private static func reportEqual(_ layers: [WeightLayer], _ context: RuleContext) {
    // Only those of the same beginning are compared whole.
    var seen: [[UInt8]: WeightLayer] = [:]
    for layer in layers {
      guard let first = layer.matrices.first?.tensor else { continue }
      let key = Array(layer.stem.utf8) + first.bytes.prefix(64)
      guard let other = seen[key] else {
        seen[key] = layer
        continue
      }
      guard layer.equals(other) else { continue }
      context.report(
        at: first.place, "two layers are equal, byte for byte", expected: "a layer of its own",
        found: shown([other, layer]), severity: .warning)
    }
  }

  private static func report(_ tensor: Tensor, _ scan: Tensor.Scan, _ context: RuleContext) {
    // WGT014 says what is wrong with those.
    guard !scan.isConstant, let rows = tensor.shape.first else { return }
    if scan.isAtLimit {
      context.report(
        at: tensor.place, "numbers are stuck at the largest of their type",
        expected: "numbers within its range",
        found: tensor.dtype.rawValue, severity: .warning)
    }
    if scan.isSubnormal {
      context.report(
        at: tensor.place, "every value is subnormal",
        expected: "trained weights", found: tensor.dtype.rawValue, severity: .warning)
    }
    let lost = LostRows(tensor)
    let isLayer = tensor.name.split(separator: ".").contains { Int($0) != nil }
    if lost.zeros >= LostRows.many || isLayer && rows >= 64 && 2 * lost.zeros >= rows {
      context.report(
        at: tensor.place, "many rows are zero", expected: "trained weights",
        found: "\(groupedText(lost.zeros)) of \(groupedText(rows)) rows", severity: .warning)
    }
    if lost.repeated > 0 {
      context.report(
        at: tensor.place, "many rows are equal", expected: "a row of its own for each",
        found: "\(groupedText(lost.repeated)) of \(groupedText(rows)) rows", severity: .warning)
    }
  }

  /// `bert.encoder.layer 0, 1, 2`
  private static func shown(_ layers: [WeightLayer]) -> String {
    var texts: [String] = []
    for (index, layer) in layers.enumerated() {
      let isNew = index == 0 || layers[index - 1].stem != layer.stem
      texts.append(isNew ? "\(layer.stem) \(layer.number)" : "\(layer.number)")
    }
    return texts.joined(separator: ", ")
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a layer as transformers makes it") { package in
    try package.fillTensors { name, position in
      if name.contains("LayerNorm") { return name.hasSuffix("weight") ? 1 : 0 }
      return drawn(name, position, deviation: 0.02)
    }
  },
  .bad("norms that nobody moved", severity: .warning) { package in
    try package.fillTensors { name, _ in
      name.contains("LayerNorm.weight") ? 1 : name.contains("LayerNorm.bias") ? 0 : nil
    }
  },
  .bad("matrices that nobody moved", severity: .warning) { package in
    try package.fillTensors { drawn($0, $1, deviation: 0.02) }
  },
  .bad("numbers too small for the type", severity: .warning, warns: ["RUN006"]) { package in
    try package.fillTensors { name, position in
      name.hasSuffix("intermediate.dense.weight") ? Float(position % 7 + 1) * .leastNonzeroMagnitude : nil
    }
  },
  .good("norms whose biases have moved") { package in
    try package.fillTensors { name, _ in name.contains("LayerNorm.weight") ? 1 : nil }
  },
  .good("matrices of another spread") { package in
    try package.fillTensors { drawn($0, $1, deviation: 0.05) }
  },
  .good("a few rows of zeros") { package in
    try package.fillTensors { name, position in
      name.hasSuffix("intermediate.dense.weight") && position < 48 ? 0 : nil
    }
  },
]

/// What an initialiser makes of most matrices of a layer and of their biases. What attention hands on stays, so that the scores still
/// differ.
private func drawn(_ name: String, _ position: Int, deviation: Float) -> Float? {
  let kinds = ["query", "key", "intermediate.dense", "0.output.dense"]
  guard kinds.contains(where: { name.hasSuffix("\($0).weight") || name.hasSuffix("\($0).bias") }) else {
    return nil
  }
  if name.hasSuffix("bias") { return 0 }
  // A sum of twelve even numbers is nearly normal.
  var state = UInt64(position + 1) &* 0x9E37_79B9_7F4A_7C15
  for byte in name.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
  var sum: Float = -6
  for _ in 0..<12 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    sum += Float(state >> 40) / Float(1 << 24)
  }
  return sum * deviation
}

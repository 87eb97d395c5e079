import ModelDir
import PackONNX

/// A small graph of a package's two classifiers, on states that are none: what examples of the rules about graphs change.
package struct ExampleGraph {
  /// Where it is written.
  static let path = ONNXFiles.path(.float32)
  /// The names of its weights.
  static let headWeight = "pruning_head.classifier.weight"
  static let classifierWeight = "ranking_model.classifier.weight"

  /// The names of its inputs.
  var inputs = ["input_ids", "attention_mask", "token_type_ids"]
  /// The names of its outputs, in their order.
  var outputs = ["logits", "pruning_logits"]
  /// The version of the operators of each domain.
  var operatorSets: [(domain: String, version: Int)] = [("", ONNXModel.operatorSet)]
  /// Whose operator one of its operations is.
  var domain = ""
  /// The file of its constants' elements; nil where they stand in the graph's own.
  var location: String?
  /// The length of its inputs; nil where it is free.
  var length: Int?
  /// What it says of the labels; nil for as many as there are.
  var labels: Int?
  /// Weights without their names.
  var hidden: Set<String> = []
  /// Whether no weight has its name.
  var hidesNames = false
  /// Whether its matrices are the package's, as floats.
  var hasWeights = true
  private var changed: Set<String> = []

  /// Gives a weight other values.
  mutating func change(_ name: String) { changed.insert(name) }

  /// The graph of some weights: each [outputs, width], as float32.
  ///
  /// - Parameters:
  ///   - head: the pruning head's.
  ///   - classifier: the ranking model's; nil where there is none.
  func model(head: (shape: [Int], bytes: [UInt8]), classifier: (shape: [Int], bytes: [UInt8])?) -> ONNXModel {
    var model = ONNXModel(name: "example")
    model.operatorSets = operatorSets
    model.inputs = inputs.map {
      ONNXValue(name: $0, type: .int64, shape: [.batch, length.map { .size($0) } ?? .length])
    }
    let ofTokens: [ONNXValue.Dimension] = [.batch, .length, .size(2)]
    model.outputs = outputs.map { name in
      let isOfTokens = name == "pruning_logits" || classifier == nil
      let count = labels ?? classifier?.shape.first ?? 2
      return ONNXValue(name: name, type: .float32, shape: isOfTokens ? ofTokens : [.batch, .size(count)])
    }
    func add(_ operation: String, _ inputs: [String], _ output: String, domain: String = "") {
      model.nodes.append(
        ONNXNode(name: output, operation: operation, inputs: inputs, outputs: [output], domain: domain))
    }
    model.initializers.append(
      ONNXInitializer(
        name: "axis", type: .int64, shape: [1], source: .bytes([2] + [UInt8](repeating: 0, count: 7))))
    add("Unsqueeze", [inputs[0], "axis"], "column")
    add("Identity", ["column"], "states", domain: domain)
    if let classifier {
      take(Self.classifierWeight, classifier, &model)
      let name = outputs.first { $0 != "pruning_logits" } ?? "logits"
      add("MatMul", ["states", "\(Self.classifierWeight) turned"], name)
    }
    take(Self.headWeight, head, &model)
    add("MatMul", ["states", "\(Self.headWeight) turned"], "pruning_logits")
    if classifier == nil { add("Identity", ["pruning_logits"], "logits") }
    return model
  }

  private func take(_ name: String, _ weight: (shape: [Int], bytes: [UInt8]), _ model: inout ONNXModel) {
    let isHidden = hidesNames || hidden.contains(name)
    let constant = isHidden ? "constant.\(model.initializers.count)" : name
    var bytes = weight.bytes
    // The sign of the last number.
    if changed.contains(name), let last = bytes.indices.last { bytes[last] ^= 0x80 }
    model.initializers.append(
      ONNXInitializer(
        name: hasWeights ? constant : "levels.\(model.initializers.count)",
        type: hasWeights ? .float32 : .int8,
        shape: weight.shape,
        source: .bytes(hasWeights ? bytes : [UInt8](repeating: 1, count: weight.shape.reduce(1, *)))))
    let read = model.initializers[model.initializers.count - 1].name
    model.nodes.append(
      ONNXNode(name: "\(name) turned", operation: "Transpose", inputs: [read], outputs: ["\(name) turned"]))
  }
}

extension ExamplePackage {
  /// Writes a graph of the package's classifiers.
  ///
  /// - Returns: the elements of its constants, where they do not stand in the graph.
  @discardableResult
  package func addGraph(_ change: (inout ExampleGraph) -> Void = { _ in }) throws -> [UInt8] {
    var graph = ExampleGraph()
    change(&graph)
    let model = graph.model(
      head: try tensor("classifier.weight", in: head),
      classifier: mode == .rerankingPruning ? try tensor("classifier.weight", in: weights) : nil)
    let (file, data) = model.bytes(location: graph.location)
    try write(file, to: ExampleGraph.path)
    return data
  }
}

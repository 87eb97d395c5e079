import ModelDir
import PackCheckpoints
import PackFiles
import PackJSON
import PackONNX

extension Rule {
  static let onx003 = Rule(
    "ONX003", "graph-weights-differ", .error, needs: [.layout, .tensors],
    title: "the weights of a graph in onnx/ are those of the package",
    why: """
      Whoever loads the package through ONNX gets the graph's weights, and everyone else those of the safetensors. After the \
      model is trained on, or the graph copied from another one, they are two models under one name.
      """,
    advice: "Write it again with `pruning-pack export DIR --output OUT --format onnx`, and copy OUT/onnx.",
    grading: """
      a warning for single matrices that are none of the package's under a name of no weight's; a suggestion where nothing \
      can be compared, as in a graph whose matrices were joined or quantized by another tool
      """,
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let graphs = try package.readableGraphs()
    let mode = try package.documents.requiredMode()
    let subModel = try package.weights.subModel.required("the sub-model's weights")
    let head = try package.weights.head.required("the head")
    let weights = WeightIndex([
      (mode.subModelDirectory, subModel.tensors), (PackageLayout.head, head.tensors),
    ])
    for (file, graph) in graphs {
      let found = package.timings.measure("graphs") {
        GraphWeights(graph, weights) { file.file(of: $0) }
      }
      report(found, graph, context)
    }
  }

  private static func report(_ weights: GraphWeights, _ graph: ONNXGraph, _ context: RuleContext) {
    let place = Place(file: graph.name)
    for difference in weights.differences.prefix(3) {
      context.report(
        at: Place(file: graph.name, tensor: difference.constant),
        "\(difference.constant) \(difference.problem)",
        expected: difference.expected, found: difference.found)
    }
    if weights.differences.count > 3 {
      context.report(at: place, "\(weights.differences.count - 3) more weights of the graph differ")
    }
    guard weights.differences.isEmpty else { return }
    if weights.equalCount == 0, let stranger = weights.strangers.first {
      context.report(
        at: Place(file: graph.name, tensor: stranger), "no matrix of the graph is one of the package's",
        expected: "the weights of the package", found: "\(weights.strangers.count) others")
    } else if weights.isCutOff || weights.equalCount == 0 {
      context.report(
        at: place, "whether the graph has the package's weights cannot be told",
        expected: "float weights, whole", found: weights.isCutOff ? "too many that are alike" : "none",
        severity: .suggestion)
    } else if let name = weights.unread.first {
      context.report(
        at: Place(file: graph.name, tensor: name), "weights of the graph cannot be compared",
        expected: "elements as raw data", found: "\(weights.unread.count) in another form",
        severity: .suggestion)
    } else if let stranger = weights.strangers.first {
      let count = weights.strangers.count
      context.report(
        at: Place(file: graph.name, tensor: stranger),
        "\(count == 1 ? "a matrix of the graph is" : "\(count) matrices of the graph are") none of the package's",
        expected: "the weights of the package", found: stranger.quotedForMessage, severity: .warning)
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("another model's head") { try $0.addGraph { $0.change(ExampleGraph.headWeight) } },
  .bad("another model's weights") { try $0.addGraph { $0.change(ExampleGraph.classifierWeight) } },
  .bad("another model's weights, and no names") { package in
    try package.addGraph { graph in
      graph.change(ExampleGraph.headWeight)
      graph.change(ExampleGraph.classifierWeight)
      graph.hidesNames = true
    }
  },
  .bad("a matrix of another model, without a name", severity: .warning) { package in
    try package.addGraph { graph in
      graph.change(ExampleGraph.headWeight)
      graph.hidden = [ExampleGraph.headWeight]
    }
  },
  .bad("nothing to compare", severity: .suggestion) {
    try $0.addGraph { $0.hasWeights = false }
  },
  .good("a graph of the package's weights") { try $0.addGraph() },
  .good("a graph whose constants have numbers for names") { try $0.addGraph { $0.hidesNames = true } },
]

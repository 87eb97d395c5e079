import ModelDir
import PackEncoders
import PackFiles
import PackJSON
import PackONNX

extension Rule {
  static let onx002 = Rule(
    "ONX002", "graph-unlike-package", .error, needs: [.layout, .json],
    title: "a graph in onnx/ takes what the tokenizer gives, and returns what the mode promises",
    why: """
      Readers of ONNX give a graph its inputs by name and take `logits` from it. sentence-transformers, fastembed and \
      transformers.js fail where a name is another one, and rank by the wrong number where another output comes first.
      """,
    advice: "Write it again with `pruning-pack export DIR --output OUT --format onnx`, and copy OUT/onnx.",
    grading: """
      a warning for a fixed batch or length, and for token types that the graph does not take; a suggestion for a graph that \
      ranks and does not prune
      """,
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let graphs = try package.readableGraphs()
    let config = try package.documents.config.required(PackageLayout.config)
    for (_, graph) in graphs {
      checkInputs(graph, config, context)
      checkOutputs(graph, config, context)
    }
  }

  private static let known = ["input_ids", "attention_mask", "token_type_ids"]

  private static func checkInputs(_ graph: ONNXGraph, _ config: PackageConfig, _ context: RuleContext) {
    let place = Place(file: graph.name)
    let constants = Set(graph.constants.map(\.name))
    // Older graphs list their constants among the inputs.
    let inputs = graph.inputs.filter { !constants.contains($0.name) }
    let names = inputs.map(\.name)
    for input in inputs where !known.contains(input.name) {
      context.report(
        at: place, "the graph has an input that the tokenizer does not give",
        expected: "input_ids, attention_mask and maybe token_type_ids", found: input.name.quotedForMessage)
    }
    for name in known.prefix(2) where !names.contains(name) {
      context.report(
        at: place, "the graph does not take \(name)", expected: "the input \(name)",
        found: names.isEmpty ? "no inputs" : names.joined(separator: ", "))
    }
    if config.usesTokenTypeIDs, (encoderTypes(context) ?? 0) > 0, !names.contains("token_type_ids") {
      context.report(
        at: place, "the graph does not take token types, with which the model was trained",
        expected: "the input token_type_ids", severity: .warning)
    }
    for input in inputs where known.contains(input.name) {
      if let type = input.type, type != ONNXType.int64.rawValue {
        context.report(
          at: place, "the graph's input \(input.name) has another type than readers give it",
          expected: "int64", found: ONNXType(rawValue: type).map { "\($0)" } ?? "type \(type)")
      }
      guard let shape = input.shape else { continue }
      if shape.count != 2 {
        context.report(
          at: place, "the graph's input \(input.name) has another number of dimensions", expected: "2",
          found: "\(shape.count)")
      } else if shape.contains(where: { $0 != nil }) {
        context.report(
          at: place, "the graph takes a fixed batch or length", expected: "a free batch and length",
          found: "\(input.name) \(text(shape))", severity: .warning)
      }
    }
  }

  private static func checkOutputs(_ graph: ONNXGraph, _ config: PackageConfig, _ context: RuleContext) {
    let place = Place(file: graph.name)
    let names = graph.outputs.map(\.name)
    let isRanking = config.mode == .rerankingPruning
    let logits = EncoderGraph.Output.logits
    let pruning = EncoderGraph.Output.pruningLogits
    let wanted = isRanking ? [logits] : [logits, pruning, "last_hidden_state"]
    guard names.contains(where: wanted.contains) else {
      context.report(
        at: place, "the graph does not give \(logits)", expected: "the output \(logits)",
        found: names.map(\.quotedForMessage).joined(separator: ", "))
      return
    }
    if isRanking, names.first != logits {
      context.report(
        at: place, "another output stands before \(logits)", expected: "\(logits) first",
        found: names.first?.quotedForMessage)
    }
    for output in graph.outputs {
      let shape: [Int?]
      switch output.name {
      case logits: shape = isRanking ? [nil, config.labels.count] : [nil, nil, 2]
      case pruning: shape = [nil, nil, 2]
      default: continue
      }
      guard let found = output.shape else { continue }
      let isRight =
        found.count == shape.count
        && zip(found, shape).allSatisfy { $0 == nil || $1 == nil || $0 == $1 }
      if !isRight {
        context.report(
          at: place, "the graph's output \(output.name) has another shape than the model's",
          expected: text(shape), found: text(found))
      }
    }
    if !names.contains(pruning) {
      context.report(
        at: place, "the graph ranks, and does not prune", expected: "the output \(pruning)",
        severity: .suggestion)
    }
  }

  private static func encoderTypes(_ context: RuleContext) -> Int? {
    (try? context.package.documents.encoderConfig.get())?.shape.typeCount
  }

  private static func text(_ shape: [Int?]) -> String {
    "[" + shape.map { $0.map { "\($0)" } ?? "free" }.joined(separator: ", ") + "]"
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("an input under another name") { try $0.addGraph { $0.inputs = ["input_ids", "mask"] } },
  .bad("the output under another name") { try $0.addGraph { $0.outputs = ["scores", "pruning_logits"] } },
  .bad("the token logits first") { try $0.addGraph { $0.outputs = ["pruning_logits", "logits"] } },
  .bad("a fixed length", severity: .warning) { try $0.addGraph { $0.length = 512 } },
  .bad("token types are not taken", severity: .warning) {
    try $0.addGraph { $0.inputs = ["input_ids", "attention_mask"] }
  },
  .bad("a graph of the ranking model alone", severity: .suggestion) {
    try $0.addGraph { $0.outputs = ["logits"] }
  },
  .bad("one logit for three labels", of: .classifier) { try $0.addGraph { $0.labels = 1 } },
  .good("a graph of the package's weights") { try $0.addGraph() },
  .good("a graph of a package that only prunes", of: .encoder) { try $0.addGraph() },
]

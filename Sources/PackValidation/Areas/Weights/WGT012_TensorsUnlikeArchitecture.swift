import ModelDir
import PackCheckpoints
import PackEncoders
import PackFiles
import PackJSON

extension Rule {
  static let wgt012 = Rule(
    "WGT012", "tensors-unlike-architecture", .error, needs: [.json, .tensors],
    title: "tensor names and shapes are exactly those of the architecture",
    why: """
      transformers fills missing tensors with random numbers, prints a warning among many, and ignores tensors that it does \
      not know. With one prefix too many, the whole model is random.
      """,
    advice:
      "Save the model again with the class in config.json's `architectures`. Do not rename or reshape tensors by hand.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let mode = try package.documents.requiredMode()
    if case .success(let checkpoint) = package.weights.subModel,
      case .success(let config) = package.documents.encoderConfig
    {
      let role: EncoderRole = mode == .rerankingPruning ? .sequenceClassification : .encoder
      guard let audit = try? Encoder.audit(config: config.node, weights: checkpoint, role: role) else {
        throw .prerequisiteFailed("the sub-model's config.json cannot be run")
      }
      for problem in audit.problems { context.report(problem) }
      for name in audit.unused {
        context.report(
          at: checkpoint[name]?.place ?? Place(file: mode.subModelDirectory, tensor: name),
          "the architecture has no such tensor")
      }
    }
    if case .success(let head) = package.weights.head,
      case .success(let encoder) = package.documents.encoderConfig
    {
      let node = package.documents.node(PackageLayout.config)?["pruning_config"]
      let weighted = (try? node?.bool("use_weighted_pooling")) ?? false
      if var shape = headShape(node) {
        shape.hiddenSize = encoder.shape.hiddenSize
        checkHead(head, shape, weighted: weighted, context)
      } else if context.findings.isEmpty {
        throw .prerequisiteFailed("config.json does not say what the head is")
      }
    }
    guard case .success = package.weights.subModel, case .success = package.documents.encoderConfig,
      case .success = package.weights.head
    else {
      if context.findings.isEmpty { throw .prerequisiteFailed("weights or configuration cannot be read") }
      return
    }
  }

  /// What config.json says that the head is: a linear layer where it says nothing; nil where that cannot be read.
  private static func headShape(_ node: JSONNode?) -> PruningHeadShape? {
    if let config = node.flatMap({ try? PruningHeadConfig($0) }) { return config.shape }
    guard node?["head_type"] == nil, node?["head_labels"] == nil else { return nil }
    return PruningHeadShape(hiddenSize: 0)
  }

  private static func checkHead(
    _ head: Checkpoint, _ shape: PruningHeadShape, weighted: Bool, _ context: RuleContext
  ) {
    let requirements =
      HeadTensors.needed(shape) + (weighted ? HeadTensors.pooling(hiddenSize: shape.hiddenSize) : [])
    let needed = Dictionary(requirements.map { ($0.name, $0.shape) }) { first, _ in first }
    let file = "\(PackageLayout.head)/\(Checkpoint.fileName)"
    for (name, shape) in needed.sorted(by: { $0.key < $1.key }) {
      guard let tensor = head[name] else {
        context.report(
          at: Place(file: file, tensor: name), "tensor is missing", expected: Tensor.text(of: shape))
        continue
      }
      if tensor.shape != shape {
        context.report(
          at: tensor.place, "wrong shape", expected: Tensor.text(of: shape), found: tensor.shapeText)
      } else if !tensor.dtype.isComputable {
        context.report(
          at: tensor.place, "the dtype is not supported", expected: "F32, F16 or BF16",
          found: tensor.dtype.rawValue)
      }
    }
    for tensor in head.tensors where needed[tensor.name] == nil {
      context.report(at: tensor.place, "the head has no such tensor")
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a renamed tensor", blocks: true) {
    try $0.replaceInHeader("bert.embeddings.word", with: "bert.embeddings.wurd")
  },
  .good("the same tensors in shards") { try $0.shard() },
]

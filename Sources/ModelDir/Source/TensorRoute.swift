import PackCheckpoints

/// Where tensors whose names begin alike belong, and what they are called there.
struct TensorRoute {
  /// A part of a package that has weights.
  enum Part { case model, head }

  /// How the names begin.
  let prefix: String
  /// The part that the tensors belong to.
  let part: Part
  /// The replacement of the prefix.
  let replacement: String

  init(_ prefix: String, _ part: Part, _ replacement: String? = nil) {
    self.prefix = prefix
    self.part = part
    self.replacement = replacement ?? prefix
  }

  /// The routes of a layout that keeps all weights in one checkpoint; the first that fits a name counts.
  static func routes(_ layout: KnownLayout, _ checkpoint: Checkpoint) -> [TensorRoute] {
    switch layout {
    case .openProvence:
      return [TensorRoute("ranking_model.", .model, ""), TensorRoute("pruning_head.", .head, "")]
    case .openProvenceTrainer:
      return [TensorRoute("pruning_head.", .head, ""), TensorRoute("", .model)]
    case .naverProvence:
      return [
        TensorRoute("deberta.", .model), TensorRoute("pooler.dense.", .model),
        TensorRoute("classifier.", .model), TensorRoute("token_classifier.", .head, "classifier."),
      ]
    case .naverXProvence:
      // Its score is one linear layer on the pooler's output, tanh(dense(first token)): what transformers'
      // XLMRobertaForSequenceClassification calls classifier.dense and classifier.out_proj.
      let scoresPooled = checkpoint["classifier.weight"] != nil
      return
        (scoresPooled
        ? [
          TensorRoute("roberta.pooler.dense.", .model, "classifier.dense."),
          TensorRoute("classifier.", .model, "classifier.out_proj."),
        ] : [TensorRoute("classifier.dense.", .model), TensorRoute("classifier.out_proj.", .model)])
        + [TensorRoute("roberta.", .model), TensorRoute("token_classifier.", .head, "classifier.")]
    default: return []
    }
  }
}

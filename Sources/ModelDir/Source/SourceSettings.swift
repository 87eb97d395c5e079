import PackFiles
import PackEncoders
import PackJSON

/// What a source says about the use of its model. Options win over it; what neither says gets a default.
struct SourceSettings {
  /// Most tokens of a pair.
  var maximumLength: Int?
  /// Keep where the probability is above it.
  var threshold: Double?
  /// How tokens decide about a sentence.
  var aggregation: PruningAggregation?
  /// How logits become scores.
  var activation: RankingActivation?
  /// What feeds the head.
  var hiddenStateSource: HiddenStateSource?
  /// Whether the model is given token types.
  var usesTokenTypeIDs: Bool?
  /// The version of transformers that the checkpoint's root records.
  var transformersVersion: String?
  /// Names of the model that this one was trained from, the best first; local paths among them are passed over.
  var baseModels: [String] = []
  /// Notes for the user who converts the source.
  var notes: [SaveText] = []
}

extension SourceSettings {
  /// What a ranking model's config.json says to CrossEncoder: whether a single label's logit is the score as it is.
  init(rankingConfig config: JSONNode) throws(JSONError) {
    let settings = try config.optional("sentence_transformers")
    let older = try config.optionalString("sbert_ce_default_activation_function")
    guard let name = try settings?.optionalString("activation_fn") ?? older,
      try (config.optional("id2label")?.members().count { _ in true } ?? 1) == 1
    else { return }
    if name.hasSuffix(".Identity") {
      activation = .identity
      notes.append("ranking_activation identity: from activation_fn in config.json")
    }
  }
}

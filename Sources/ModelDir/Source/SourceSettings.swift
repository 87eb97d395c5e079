import PackEncoders
import PackFiles
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
  /// The name of a class that makes scores of logits and that a package cannot have; an option has to say what takes its
  /// place.
  var foreignActivation: JSONNode?
  /// Whether texts are lower-cased before the tokenizer's own normalizer.
  var lowercases = false
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

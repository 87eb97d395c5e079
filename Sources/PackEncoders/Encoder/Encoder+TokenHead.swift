public import PackJSON

extension Encoder {
  /// What a family's classifier of tokens has between the encoder's output and its last layer; nil for a single layer.
  ///
  /// ModernBERT's is `classifier(norm(activation(dense(h))))`
  /// (transformers: models/modernbert/modeling_modernbert.py); those of the other families are one layer.
  ///
  /// - Parameter config: the root of the model's config.json.
  /// - Throws: `JSONError` for a config that cannot be run.
  public static func tokenHeadTransform(config: JSONNode) throws(JSONError) -> PruningHeadShape.Transform? {
    guard try EncoderFamily(config: config) == .modernBert else { return nil }
    let model = try ModernBertConfig(config, for: .tokenClassification)
    let name = try config.optionalString("classifier_activation") ?? "gelu"
    guard let activation = PruningHeadActivation(anyName: name) else {
      throw try config.required("classifier_activation").notAllowed(
        "one of " + PruningHeadActivation.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return PruningHeadShape.Transform(
      activation: activation, hasBias: model.hasClassifierBias, hasNormBias: model.hasNormBias,
      normEpsilon: try config.optionalDouble("norm_eps") ?? 1e-5)
  }
}

public import PackFiles
public import PackJSON

/// The architectures that can run, named as `model_type` in config.json names them.
public enum EncoderFamily: String, Sendable, Hashable, CaseIterable {
  /// BERT (Devlin et al. 2018); MiniLM and most small rerankers are of this kind.
  case bert = "bert"
  /// RoBERTa (Liu et al. 2019).
  case roberta = "roberta"
  /// XLM-RoBERTa (Conneau et al. 2019): RoBERTa with a vocabulary of a hundred languages.
  case xlmRoberta = "xlm-roberta"
  /// CamemBERT (Martin et al. 2019): RoBERTa in French.
  case camembert = "camembert"
  /// ModernBERT (Warner et al. 2024): pre-norm, rotary positions, local attention in most layers.
  case modernBert = "modernbert"
  /// DeBERTa v2 and v3 (He et al. 2021): attention to contents and relative positions apart.
  case debertaV2 = "deberta-v2"
  /// ELECTRA (Clark et al. 2020): BERT with embeddings that may be narrower than its layers.
  case electra = "electra"
  /// ALBERT (Lan et al. 2019): BERT whose layers share their weights.
  case albert = "albert"
  /// DistilBERT (Sanh et al. 2019): BERT without token types.
  case distilBert = "distilbert"
  /// MPNet (Song et al. 2020): BERT with a bias by distance in its attention.
  case mpnet = "mpnet"
  /// GTE (Zhang et al. 2024): BERT with rotary positions and gated feed-forward layers.
  case gte = "gte"
  /// EuroBERT (Boizard et al. 2025): Llama's layers, whose tokens see each other in both directions.
  case euroBert = "eurobert"
  /// Nomic BERT (Nussbaum et al. 2024): BERT with rotary positions and gated feed-forward layers, without biases.
  case nomicBert = "nomic_bert"

  /// The family of a model.
  ///
  /// - Parameter config: the root of the model's config.json.
  /// - Throws: `JSONError` when `model_type` is missing or none of these.
  public init(config: JSONNode) throws(JSONError) {
    let type = try config.required("model_type")
    guard let family = EncoderFamily(rawValue: try type.string()) else {
      let known = EncoderFamily.allCases.map(\.rawValue).joined(separator: ", ")
      throw type.notAllowed("one of \(known)", problem: "architecture is not supported")
    }
    self = family
  }

  /// Reads the settings that a model of a role uses: a base model has none of a head.
  func readConfig(_ config: JSONNode, for role: EncoderRole) throws(JSONError) -> any FamilyConfig {
    // transformers 5 hides later tokens by it in a batch without padding; DeBERTa and MPNet do not read it.
    if self != .debertaV2 && self != .mpnet { try config.refuse("is_causal", unless: false) }
    return switch self {
    case .bert: try BertConfig(config)
    case .roberta, .xlmRoberta, .camembert: try RobertaConfig(config)
    case .modernBert: try ModernBertConfig(config, for: role)
    case .debertaV2: try DebertaConfig(config, for: role)
    case .electra: try ElectraConfig(config)
    case .albert: try AlbertConfig(config)
    case .distilBert: try DistilBertConfig(config)
    case .mpnet: try MPNetConfig(config)
    case .gte: try GteConfig(config)
    case .euroBert: try EuroBertConfig(config)
    case .nomicBert: try NomicBertConfig(config)
    }
  }
}

import PackFiles
import PackJSON

extension JSONNode {
  /// The heads of a family with rotary positions: as wide as `head_dim` says, else as the hidden size leaves for each.
  func rotaryHeads(hiddenSize: Int) throws(JSONError) -> AttentionOptions {
    let node = try required("num_attention_heads")
    let heads = try node.number(1...Self.largestSize)
    let given = try optional("head_dim")
    let headSize = try given?.number(1...Self.largestSize) ?? hiddenSize / heads
    guard headSize > 0, headSize % 2 == 0 else { throw (given ?? node).notAllowed("heads of an even width") }
    return AttentionOptions(heads: heads, headSize: headSize)
  }
}

extension RotaryLayer.Names {
  /// The names of GTE's and Nomic BERT's modules. transformers saves older ones, unless it is told not to.
  static let postNormModule = Self(
    projections: .separate(query: "self_attn.q_proj", key: "self_attn.k_proj", value: "self_attn.v_proj"),
    attentionOutput: "self_attn.o_proj", attentionNorm: "post_attention_layernorm",
    gate: .separate(multiplied: "mlp.up_proj", activated: "mlp.gate_proj"), output: "mlp.down_proj",
    feedForwardNorm: "post_mlp_layernorm")
}

extension WeightCursor {
  /// Whether the layers have the names of the modules.
  var hasModuleNames: Bool { has("layers.0.self_attn.q_proj.weight") }
}

extension FamilyConfig {
  /// Words and maybe types, summed and normed.
  func readEmbedding(_ embeddings: WeightCursor, norm: LayerNorm) -> TokenEmbedding {
    let width = shape.hiddenSize
    return TokenEmbedding(
      words: embeddings.table("word_embeddings", entries: shape.vocabularySize, width: width),
      types: shape.typeCount > 0
        ? embeddings.table("token_type_embeddings", entries: shape.typeCount, width: width) : nil,
      norm: norm)
  }

  /// A pooler (dense and tanh on the first token), then the classifier.
  func readPooledHead(_ weights: WeightCursor) -> ClassifierHead {
    let width = shape.hiddenSize
    let base = weights.scope(Self.prefix(in: weights.reader))
    return ClassifierHead(
      dense: base.linear("pooler.dense", from: width, to: width), activation: .tanh,
      output: weights.linear("classifier", from: width, to: shape.labels))
  }

  /// Angles that older code saved.
  func isRotaryBuffer(_ name: String) -> Bool { name.hasSuffix("rotary_emb.inv_freq") }
}

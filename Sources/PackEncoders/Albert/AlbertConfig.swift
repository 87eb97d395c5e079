import PackFiles
import PackJSON

/// config.json of an ALBERT model (transformers: models/albert/configuration_albert.py).
struct AlbertConfig: FamilyConfig {
  static let basePrefix = "albert"
  static let landmark = "embeddings.word_embeddings.weight"

  let shape: EncoderShape
  let layers: PostNormStack.Options
  let embeddingSize: Int
  /// Groups of layers that have weights of their own.
  let groups: Int
  /// Layers in a group.
  let layersInGroup: Int

  init(_ config: JSONNode) throws(JSONError) {
    try config.requireAbsolutePositionEncoder()
    layers = try PostNormStack.Options(config, activation: .geluTanh)
    embeddingSize = try config.size("embedding_size")
    groups = try config.optional("num_hidden_groups")?.number(1...max(layers.layers, 1)) ?? 1
    layersInGroup = try config.optional("inner_group_num")?.number(1...64) ?? 1
    shape = EncoderShape(
      hiddenSize: layers.hiddenSize, layers: layers.layers * layersInGroup,
      vocabularySize: try config.size("vocab_size"),
      usablePositions: try config.size("max_position_embeddings", default: 512),
      typeCount: try config.size("type_vocab_size", default: 2), labels: try config.labelCount())
  }
}

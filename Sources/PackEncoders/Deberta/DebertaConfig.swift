import PackFiles
import PackJSON

/// config.json of a DeBERTa v2 or v3 model (transformers: models/deberta_v2/configuration_deberta_v2.py).
struct DebertaConfig: FamilyConfig {
  static let basePrefix = "deberta"
  static let landmark = "embeddings.word_embeddings.weight"

  /// How attention looks at relative positions.
  struct Relative: Sendable {
    var buckets: RelativeBuckets
    /// Queries look at the positions of keys ("c2p").
    var contentToPosition: Bool
    /// The positions of queries look at keys ("p2c").
    var positionToContent: Bool
    /// Whether positions go through the layers' own query and key projections.
    var sharesProjections: Bool
    /// Whether the positions' vectors are normed.
    var isNormed: Bool
  }

  /// A convolution beside the first layer.
  struct Convolution: Sendable {
    var kernelSize: Int
    var activation: Activation
  }

  let shape: EncoderShape
  let layers: PostNormStack.Options
  let embeddingSize: Int
  let hasPositionTable: Bool
  /// Kinds of attention scores: contents, and each of the two with positions; the scale counts them.
  let scoreKinds: Int
  let relative: Relative?
  let convolution: Convolution?
  let poolerActivation: Activation

  init(_ config: JSONNode, for role: EncoderRole) throws(JSONError) {
    layers = try PostNormStack.Options(config, epsilon: 1e-7)
    let hiddenSize = layers.hiddenSize
    try config.requireOption("attention_head_size", hiddenSize / layers.heads)
    embeddingSize = try config.size("embedding_size", default: hiddenSize)
    hasPositionTable = try config.optionalBool("position_biased_input") ?? true
    let positions = try config.size("max_position_embeddings", default: 512)
    let kinds = try Self.readScoreKinds(config)
    scoreKinds = 1 + (kinds.contentToPosition ? 1 : 0) + (kinds.positionToContent ? 1 : 0)
    relative =
      try config.optionalBool("relative_attention") ?? false
      ? Relative(
        buckets: try RelativeBuckets(config, positions: positions),
        contentToPosition: kinds.contentToPosition,
        positionToContent: kinds.positionToContent,
        // No version has a type for it: the model asks whether it is true.
        sharesProjections: config["share_att_key"]?.isFalsy == false,
        isNormed: try Self.readNames(config, "norm_rel_ebd").contains("layer_norm"))
      : nil
    convolution = try Self.readConvolution(config)
    // Only the classifier of sequences has a pooler.
    if role == .sequenceClassification {
      try config.requireOption("pooler_hidden_size", hiddenSize)
      poolerActivation = try Activation(config, "pooler_hidden_act", default: .geluErf)
    } else {
      poolerActivation = .geluErf
    }
    shape = EncoderShape(
      hiddenSize: hiddenSize, layers: layers.layers, vocabularySize: try config.size("vocab_size"),
      usablePositions: positions, isPositionLimitHard: hasPositionTable,
      typeCount: try config.sizeOrZero("type_vocab_size", default: 0), labels: try config.labelCount())
  }

  private static func readScoreKinds(
    _ config: JSONNode
  ) throws(JSONError) -> (contentToPosition: Bool, positionToContent: Bool) {
    let names = try readNames(config, "pos_att_type")
    for name in names where name != "c2p" && name != "p2c" && !name.isEmpty {
      throw try config.required("pos_att_type").notAllowed("c2p and p2c")
    }
    return (names.contains("c2p"), names.contains("p2c"))
  }

  /// A list of names, as an array or joined with bars.
  private static func readNames(_ config: JSONNode, _ key: String) throws(JSONError) -> [String] {
    guard let node = try config.optional(key) else { return [] }
    if node.kind == .array {
      return try node.elements().map { element throws(JSONError) in try element.string() }
    }
    return try node.string().lowercased().split(separator: "|").map { name in
      String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }

  private static func readConvolution(_ config: JSONNode) throws(JSONError) -> Convolution? {
    let size = try config.sizeOrZero("conv_kernel_size", default: 0)
    guard size > 0 else { return nil }
    guard size % 2 == 1, size < 64 else {
      throw try config.required("conv_kernel_size").notAllowed("an odd number below 64")
    }
    try config.requireOption("conv_groups", 1)
    return Convolution(kernelSize: size, activation: try Activation(config, "conv_act", default: .tanh))
  }
}

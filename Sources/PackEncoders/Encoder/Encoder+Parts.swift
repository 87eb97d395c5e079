package import PackCheckpoints
import PackFiles
package import PackJSON

/// What an encoder is made of, for whoever writes it down for another runtime.
package struct EncoderParts: Sendable {
  /// The embedding and the layers, by the kind of their forward pass.
  package enum Layers: Sendable {
    /// BERT and its kin.
    case postNorm(PostNormModel)
    /// DeBERTa v2 and v3.
    case deberta(DebertaModel)
    /// ModernBERT.
    case modernBert(ModernBertModel)
    /// GTE, Nomic BERT and EuroBERT.
    case rotary(RotaryModel)
  }

  /// The architecture.
  package let family: EncoderFamily
  /// The sizes.
  package let shape: EncoderShape
  /// The embedding and the layers.
  package let layers: Layers
  /// The classifier of sequences; nil in a checkpoint without one.
  package let sequenceHead: ClassifierHead?
}

extension Encoder {
  /// Reads an architecture and its weights, without what is needed to run them.
  ///
  /// - Throws: what ``init(config:weights:role:threads:keepsPanels:precision:instructionSet:)`` throws.
  package static func parts(config: JSONNode, weights: Checkpoint, role: EncoderRole) throws -> EncoderParts {
    let family = try EncoderFamily(config: config)
    let loaded = try LoadedEncoder(config: family.readConfig(config, for: role), weights: weights, role: role)
    try loaded.checkComplete()
    let layers: EncoderParts.Layers
    switch loaded.model {
    case let model as PostNormModel: layers = .postNorm(model)
    case let model as DebertaModel: layers = .deberta(model)
    case let model as ModernBertModel: layers = .modernBert(model)
    case let model as RotaryModel: layers = .rotary(model)
    default:
      throw EncoderError(
        .invalidOperation, at: Place(file: family.title), problem: "architecture has no parts that are known")
    }
    return EncoderParts(
      family: family, shape: loaded.config.shape, layers: layers, sequenceHead: loaded.sequenceHead)
  }
}

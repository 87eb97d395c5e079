/// BERT: the sum of word, position and type vectors, normed, then post-norm layers
/// (transformers: models/bert/modeling_bert.py).
struct BertModel: EncoderModel {
  /// [vocabulary, hidden]
  let words: EmbeddingTable
  /// [positions, hidden]
  let positions: EmbeddingTable
  /// [types, hidden]
  let types: EmbeddingTable
  let norm: LayerNorm
  let layers: PostNormStack

  func encode(_ chunk: Chunk, _ pass: ForwardPass) throws(EncoderError) -> EncoderStates {
    let states = try pass.rows(.states, count: chunk.count, width: words.width)
    let positionIDs = chunk.positions(from: 0)
    try pass.engine.embed([(words, chunk.ids), (types, chunk.types), (positions, positionIDs)], into: states)
    try pass.engine.layerNorm(states, norm, into: states)
    try layers.apply(states, starts: chunk.starts, pass)
    return EncoderStates(last: states, preFinalNorm: states)
  }
}

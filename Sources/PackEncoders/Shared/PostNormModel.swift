/// BERT and its kin: embedded tokens, then layers that norm after each half
/// (transformers: models/bert/modeling_bert.py, and its copies for the other families).
package struct PostNormModel: EncoderModel {
  package let embedding: TokenEmbedding
  package let layers: PostNormStack

  func encode(_ chunk: Chunk, _ pass: ForwardPass) throws(EncoderError) -> EncoderStates {
    let states = try embedding.embed(chunk, pass)
    try layers.apply(states, starts: chunk.starts, pass)
    return EncoderStates(last: states, preFinalNorm: states)
  }
}

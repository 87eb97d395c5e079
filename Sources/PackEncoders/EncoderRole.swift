/// What a checkpoint holds beside the encoder.
public enum EncoderRole: String, Sendable, Hashable, CaseIterable {
  /// Nothing: a base model, `*Model` in transformers. Names may carry the family's prefix or not.
  case encoder
  /// A classifier of the whole sequence, `*ForSequenceClassification`.
  case sequenceClassification
  /// A classifier of each token, `*ForTokenClassification`.
  case tokenClassification
}

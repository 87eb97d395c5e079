/// A family's part of config.json, checked: what it supports is here, and everything else was an error.
protocol FamilyConfig: Sendable {
  /// The sizes.
  var shape: EncoderShape { get }

  /// Whether a norm follows the last layer, so that the two hidden-state sources differ.
  var hiddenStatesDiffer: Bool { get }

  /// The prefix that tensors of the base model have beside a head, `bert`.
  static var basePrefix: String { get }

  /// A prefix that checkpoints have in its place, which transformers takes away as it loads; nil for none.
  static var olderPrefix: String? { get }

  /// A tensor of the base model that every checkpoint has, without the prefix.
  static var landmark: String { get }

  /// Reads the base model.
  func readModel(_ weights: WeightCursor) -> any EncoderModel

  /// Reads the classifier of sequences; names are whole.
  func readSequenceHead(_ weights: WeightCursor) -> ClassifierHead

  /// Reads the classifier of tokens; names are whole.
  func readTokenHead(_ weights: WeightCursor) -> ClassifierHead

  /// Whether a tensor that nothing reads does no harm. The name is without the base model's prefix; `isBase` says that it
  /// had the prefix, or stands in a checkpoint without any.
  func isLeftover(_ name: String, isBase: Bool, role: EncoderRole) -> Bool
}

extension FamilyConfig {
  var hiddenStatesDiffer: Bool { false }
  static var olderPrefix: String? { nil }

  /// The prefix that a checkpoint has.
  static func prefix(in reader: WeightReader) -> String {
    guard let olderPrefix, reader.has("\(olderPrefix).\(landmark)") else { return basePrefix }
    return olderPrefix
  }

  /// A linear layer on each token, the usual classifier of tokens.
  func readTokenHead(_ weights: WeightCursor) -> ClassifierHead {
    ClassifierHead(output: weights.linear("classifier", from: shape.hiddenSize, to: shape.labels))
  }

  /// `classifier.dense`, an activation and `classifier.out_proj` on the first token, RoBERTa's classifier of sequences.
  func readDenseOutputHead(_ weights: WeightCursor, _ activation: Activation) -> ClassifierHead {
    let width = shape.hiddenSize
    return ClassifierHead(
      dense: weights.linear("classifier.dense", from: width, to: width), activation: activation,
      output: weights.linear("classifier.out_proj", from: width, to: shape.labels))
  }

  /// Counting tables that older versions of transformers saved.
  func isPositionBuffer(_ name: String) -> Bool {
    name == "embeddings.position_ids" || name == "embeddings.token_type_ids"
  }
}

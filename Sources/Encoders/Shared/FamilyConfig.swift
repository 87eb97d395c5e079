/// A family's part of config.json, checked: what it supports is here, and everything else was an error.
protocol FamilyConfig: Sendable {
  /// The sizes.
  var shape: EncoderShape { get }

  /// Whether a norm follows the last layer, so that the two hidden-state sources differ.
  var hiddenStatesDiffer: Bool { get }

  /// The prefix that tensors of the base model have beside a head, `bert`.
  static var basePrefix: String { get }

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
}

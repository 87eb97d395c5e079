public import PackFiles

/// The options of a save, by the names of the properties of ``SaveOptions``.
///
/// Messages name options by this type; the command line spells them as its flags.
public enum SaveOption: String, Sendable, Hashable, CaseIterable {
  /// The head's weights.
  case pruningHead
  /// The labels of a classifier of tokens that mean "keep".
  case keepLabels
  /// Where the package is to appear.
  case output
  /// The model's name in the card.
  case name
  /// The model that this one was trained from.
  case baseModel
  /// The Hub's id of the licence.
  case license
  /// The name of a licence that the Hub has no id for.
  case licenseName
  /// Where that licence can be read.
  case licenseLink
  /// The languages of the card.
  case languages
  /// What the model was trained on.
  case datasets
  /// A model card of the maker's own.
  case card
  /// Most tokens of a pair.
  case maximumLength
  /// Keep where the probability is above it.
  case threshold
  /// What feeds the head.
  case hiddenStateSource
  /// Whether the model was trained with token types.
  case usesTokenTypeIDs
  /// How logits become scores.
  case activation
  /// The type to store weights in.
  case dtype
  /// What the model computed before it was saved.
  case reference
  /// Whether an existing output is replaced.
  case replacesOutput
  /// What decides whether the finished package is put in place; a parameter of ``PackageSaver``, not of ``SaveOptions``.
  case accept
}

/// A text that may name options of a save.
public typealias SaveText = OptionText<SaveOption>

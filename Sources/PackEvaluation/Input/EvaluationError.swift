public import PackFiles

/// Why a package cannot be measured on a labelled set.
public enum EvaluationErrorCode: String, Sendable, Hashable {
  /// A passage is not labelled, or its labels contradict each other.
  case badLabel
  /// A label lies outside of the passage.
  case outsidePassage
  /// The set has nothing to measure.
  case emptySet
  /// The model gives a number that is not finite.
  case notFinite
  /// The card has no place for results.
  case cardNotEditable
}

/// A labelled set, or a card, that cannot be used.
public typealias EvaluationError = LocatedFailure<EvaluationErrorCode>

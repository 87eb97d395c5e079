/// A sentence with its keep probability and what of it answers, counted in Unicode scalars that are no white space.
struct ScoredSentence: Sendable {
  var probability: Double
  /// The number of its passage.
  var passage: Int32
  /// What answers.
  var answering: Int32
  /// What does not; with ``answering`` 0 where the passage is not labelled so far.
  var other: Int32
  /// Its share of the passage's scalars, white space included.
  var share: Double
}

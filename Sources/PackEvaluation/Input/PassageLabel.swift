/// What is known of a passage: which part of it answers the query.
public enum PassageLabel: Sendable, Hashable {
  /// The ranges that answer, in Unicode scalars of the passage, in order and apart; none where nothing answers.
  case spans([Range<Int>])
  /// The sentences that answer, by their numbers from 0; none where none does.
  case sentences(Set<Int>)
  /// Only whether the passage is relevant.
  case none
}

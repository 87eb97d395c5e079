/// Where a passage's title comes from: `title` and `first_line_as_title` of `process` in the modelling file.
public enum PassageTitle: Sendable, Hashable {
  /// There is none.
  case none
  /// The passage's own first sentence, which stays a part of the pruned text.
  case firstSentence
  /// The passage's first line, or of given sentences the first, that is not white space alone. It is taken out of the
  /// passage, with what is before it.
  case firstLine
  /// These, scored as the first sentences, no part of the pruned text. White space around them does not count.
  case lines([String])
}

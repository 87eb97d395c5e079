/// What becomes of a key that stands twice in a mapping.
public enum YAMLDuplicates: Sendable {
  /// The text is refused, as settings are that a person wrote.
  case refused
  /// The last one counts, as for the Hub's client.
  case lastWins
}

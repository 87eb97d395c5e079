/// Which of the encoder's states the pruning head reads.
///
/// Only in families that norm after the last layer do the two differ; elsewhere they are the same numbers.
public enum HiddenStateSource: String, Sendable, Hashable, CaseIterable {
  /// The encoder's output.
  case lastHiddenState = "last_hidden_state"
  /// The last layer's output, before the final norm.
  case preFinalNorm = "pre_final_norm"
}

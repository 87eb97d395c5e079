/// Which hidden state feeds the pruning head; `hidden_state_source` of config.json.
public enum HiddenStateSource: String, Sendable, Hashable, CaseIterable {
  /// The encoder's output.
  case lastHiddenState = "last_hidden_state"
  /// What goes into the encoder's last layer norm (ModernBERT's `final_norm`).
  case preFinalNorm = "pre_final_norm"
}

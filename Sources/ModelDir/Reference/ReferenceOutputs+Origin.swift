extension ReferenceOutputs {
  /// What the outputs were computed from, which decides what they can show.
  public enum Origin: String, Sendable, Hashable, CaseIterable {
    /// The model in memory, before anything was written: the package computes what its maker's model did.
    case memory
    /// The checkpoint that the package was made from.
    case source
    /// The package itself: it computes the same everywhere.
    case package
  }
}

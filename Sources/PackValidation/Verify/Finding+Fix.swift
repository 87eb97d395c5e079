extension Finding {
  /// What to do about it, in the imperative: its own advice, or else its rule's.
  public var fix: String? { advice ?? RuleCatalogue.rule(rule)?.advice }
}

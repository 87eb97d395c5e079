/// A repair of what a rule found, where there is one right repair. Each is one file.
struct Fix: Sendable {
  /// The rules whose findings it settles; a repair for several asks which of them are allowed.
  let rules: [String]
  /// Adds the repair to a plan; what is in order, or cannot be repaired, is left alone.
  let prepare: @Sendable (inout FixPlan) throws -> Void

  init(_ rules: String..., prepare: @escaping @Sendable (inout FixPlan) throws -> Void) {
    self.rules = rules
    self.prepare = prepare
  }

  /// All repairs; a later one sees what an earlier one has made of a file.
  static let all: [Fix] = [
    .localPaths, .labels, .tokenizerSettings, .metadataFormat, .pickledHead, .card, .cardFields,
  ]
}

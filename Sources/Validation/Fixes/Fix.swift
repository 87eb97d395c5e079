/// A repair of what a rule found, where there is one right repair. Each is one file.
struct Fix: Sendable {
  /// The rule whose findings it settles.
  let rule: String
  /// Adds the repair to a plan; what is in order, or cannot be repaired, is left alone.
  let prepare: @Sendable (inout FixPlan) throws -> Void

  init(_ rule: String, prepare: @escaping @Sendable (inout FixPlan) throws -> Void) {
    self.rule = rule
    self.prepare = prepare
  }

  /// All repairs; a later one sees what an earlier one has made of a file.
  static let all: [Fix] = [
    .localPaths, .labels, .tokenizerSettings, .metadataFormat, .pickledHead, .card, .cardFields,
  ]
}

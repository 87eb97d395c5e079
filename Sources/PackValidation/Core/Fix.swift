/// The repair of what a rule found, where there is one right repair.
struct Fix: Sendable {
  /// What it does, in one line.
  let summary: String
  /// Adds the repair to a plan; what is in order, or cannot be repaired, is left alone.
  let prepare: @Sendable (inout FixPlan) throws -> Void

  init(_ summary: String, prepare: @escaping @Sendable (inout FixPlan) throws -> Void) {
    self.summary = summary
    self.prepare = prepare
  }
}

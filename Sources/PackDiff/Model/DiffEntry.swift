import PackFiles

/// One thing in which two packages differ.
public struct DiffEntry: Sendable, Hashable {
  /// What became of it.
  public enum Change: String, Sendable, Hashable {
    /// Both have it, and it differs.
    case changed
    /// Only the new package has it.
    case new
    /// Only the old package has it.
    case gone
  }

  /// What differs: `config.json, $.max_length`.
  public var subject: String
  /// What became of it.
  public var change: Change
  /// As it was, in a few words or as JSON; nil where there is nothing to show.
  public var old: String?
  /// As it is.
  public var new: String?
  /// By how much it differs, by the measure's name.
  public var measures: [Measure] = []
  /// Whether a user of the package sees the difference; what is only written differently nobody sees.
  public var isVisible = true

  /// A number that says how much something differs.
  public struct Measure: Sendable, Hashable {
    /// `largest_difference`
    public var name: String
    /// The number; not finite where there is none.
    public var value: Double
  }

  /// An entry of something that both, or one of them, may have; nil where it is the same.
  init?(_ subject: String, old: String?, new: String?, isVisible: Bool = true) {
    guard old.map({ ExactText($0) }) != new.map({ ExactText($0) }) else { return nil }
    self.subject = subject
    change = old == nil ? .new : new == nil ? .gone : .changed
    self.old = old
    self.new = new
    self.isVisible = isVisible
  }

  /// An entry of something that is not shown.
  init(_ subject: String, _ change: Change, isVisible: Bool = true) {
    self.subject = subject
    self.change = change
    self.isVisible = isVisible
  }
}

/// The differences of one kind.
public struct DiffSection: Sendable, Hashable {
  /// `settings`, `tokenizer`, `tensors`, `code`, `card`, `license`, `outputs`, `files`
  public var name: String
  /// What was compared, and what it came to.
  public var summary: String
  /// The differences, in the order of their subjects.
  public var entries: [DiffEntry]
}

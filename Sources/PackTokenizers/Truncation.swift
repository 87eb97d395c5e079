/// How a text or a pair is shortened to a number of tokens.
public struct Truncation: Sendable, Hashable {
  /// Which of the two sequences gives tokens up.
  public enum Strategy: String, Sendable, Hashable, CaseIterable {
    /// The longer one, until both are equally long; then both in turn.
    case longestFirst = "longest_first"
    /// The first one alone; an error when it is too short for that.
    case onlyFirst = "only_first"
    /// The second one alone; an error when it is too short for that.
    case onlySecond = "only_second"
  }

  /// Which end of a sequence is cut off.
  public enum Direction: String, Sendable, Hashable, CaseIterable {
    /// The end.
    case right
    /// The beginning.
    case left
  }

  /// The most tokens of an encoding, special tokens included.
  public var maximumLength: Int
  /// Which sequence gives tokens up.
  public var strategy: Strategy
  /// Which end is cut off.
  public var direction: Direction

  /// Creates a truncation.
  public init(maximumLength: Int, strategy: Strategy = .longestFirst, direction: Direction = .right) {
    self.maximumLength = maximumLength
    self.strategy = strategy
    self.direction = direction
  }
}

import PackFiles

/// Which lines of a text are new in another one, and which are gone.
struct LineDifference {
  /// Lines that only the new text has, in its order.
  let new: [ExactText]
  /// Lines that only the old text has, in its order.
  let gone: [ExactText]
  /// Whether both have the same lines in the same order.
  let isEmpty: Bool

  /// Where both texts have more lines than that, multiplied, the time for their best alignment is out of proportion.
  private static let alignmentLimit = 4_000_000

  /// Compares two texts by lines.
  init(_ old: [ExactText], _ new: [ExactText]) {
    isEmpty = old == new
    let start = zip(old, new).prefix { $0 == $1 }.count
    let rest = (old: old[start...], new: new[start...])
    let end = zip(rest.old.reversed(), rest.new.reversed()).prefix { $0 == $1 }.count
    let (before, after) = (Array(rest.old.dropLast(end)), Array(rest.new.dropLast(end)))
    guard before.count.multipliedReportingOverflow(by: after.count).partialValue <= Self.alignmentLimit else {
      // How often each line is there: a line that only moved is neither new nor gone.
      self.new = Self.excess(of: after, over: before)
      gone = Self.excess(of: before, over: after)
      return
    }
    let difference = after.difference(from: before)
    self.new = difference.insertions.map(Self.line)
    gone = difference.removals.map(Self.line)
  }

  private static func line(_ change: CollectionDifference<ExactText>.Change) -> ExactText {
    switch change {
    case .insert(_, let line, _), .remove(_, let line, _): line
    }
  }

  private static func excess(of lines: [ExactText], over others: [ExactText]) -> [ExactText] {
    var counts: [ExactText: Int] = [:]
    for line in others { counts[line, default: 0] += 1 }
    return lines.filter { line in
      guard let count = counts[line], count > 0 else { return true }
      counts[line] = count - 1
      return false
    }
  }
}

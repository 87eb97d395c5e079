import PackFiles

/// The difference of two texts as `diff -u` shows it.
struct UnifiedDiff {
  let path: String
  let old: [UInt8]?
  let new: [UInt8]?

  /// Lines that are shown around a change.
  private static let context = 3
  /// Pairs of lines that are compared; beyond it, what differs is shown as one change.
  private static let comparisonLimit = 4_000_000

  /// The difference; empty when there is none. Lines are shown as a terminal may have them.
  var text: String {
    let (before, after) = (Self.lines(old ?? []), Self.lines(new ?? []))
    let edits = Self.edits(before, after)
    guard edits.contains(where: { $0.kind != .same }) else { return "" }
    var text = "--- \(old == nil ? "/dev/null" : "a/" + path.visible)\n"
    text += "+++ \(new == nil ? "/dev/null" : "b/" + path.visible)\n"
    for hunk in Self.hunks(edits) {
      text += Self.text(of: edits[hunk], startingAt: Self.start(edits[..<hunk.lowerBound]))
    }
    return text
  }

  private enum Kind {
    case same, removed, added
  }

  private struct Edit {
    var kind: Kind
    var line: ArraySlice<UInt8>
  }

  /// Lines with their ends, so that a missing last one is a difference.
  private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      lines.append(bytes[start...offset])
      start = offset + 1
    }
    if start < bytes.count { lines.append(bytes[start...]) }
    return lines
  }

  private static func edits(_ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]) -> [Edit] {
    var head = 0
    while head < min(old.count, new.count), old[head] == new[head] { head += 1 }
    var tail = 0
    while tail < min(old.count, new.count) - head, old[old.count - 1 - tail] == new[new.count - 1 - tail] {
      tail += 1
    }
    return old[..<head].map { Edit(kind: .same, line: $0) }
      + middle(Array(old[head..<(old.count - tail)]), Array(new[head..<(new.count - tail)]))
      + old[(old.count - tail)...].map { Edit(kind: .same, line: $0) }
  }

  /// By the longest common subsequence.
  private static func middle(_ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]) -> [Edit] {
    guard !old.isEmpty, !new.isEmpty, old.count <= comparisonLimit / new.count else {
      return old.map { Edit(kind: .removed, line: $0) } + new.map { Edit(kind: .added, line: $0) }
    }
    let width = new.count + 1
    var lengths = [Int32](repeating: 0, count: (old.count + 1) * width)
    for row in stride(from: old.count - 1, through: 0, by: -1) {
      for column in stride(from: new.count - 1, through: 0, by: -1) {
        lengths[row * width + column] =
          old[row] == new[column]
          ? lengths[(row + 1) * width + column + 1] + 1
          : max(lengths[(row + 1) * width + column], lengths[row * width + column + 1])
      }
    }
    var edits: [Edit] = []
    var (row, column) = (0, 0)
    while row < old.count || column < new.count {
      if row < old.count, column < new.count, old[row] == new[column] {
        edits.append(Edit(kind: .same, line: old[row]))
        (row, column) = (row + 1, column + 1)
      } else if row < old.count,
        column == new.count || lengths[(row + 1) * width + column] >= lengths[row * width + column + 1]
      {
        edits.append(Edit(kind: .removed, line: old[row]))
        row += 1
      } else {
        edits.append(Edit(kind: .added, line: new[column]))
        column += 1
      }
    }
    return edits
  }

  private static func hunks(_ edits: [Edit]) -> [Range<Int>] {
    var hunks: [Range<Int>] = []
    for (index, edit) in edits.enumerated() where edit.kind != .same {
      let range = max(0, index - context)..<min(edits.count, index + context + 1)
      if let last = hunks.last, last.upperBound >= range.lowerBound {
        hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
      } else {
        hunks.append(range)
      }
    }
    return hunks
  }

  /// Numbers of lines before a hunk, in the old text and in the new one.
  private static func start(_ edits: ArraySlice<Edit>) -> (old: Int, new: Int) {
    (edits.count { $0.kind != .added }, edits.count { $0.kind != .removed })
  }

  private static func text(of hunk: ArraySlice<Edit>, startingAt start: (old: Int, new: Int)) -> String {
    let count = self.start(hunk)
    func range(_ start: Int, _ count: Int) -> String {
      count == 1 ? "\(start + 1)" : "\(count == 0 ? start : start + 1),\(count)"
    }
    var text = "@@ -\(range(start.old, count.old)) +\(range(start.new, count.new)) @@\n"
    for edit in hunk {
      let isEnded = edit.line.last == UInt8(ascii: "\n")
      let line = String(decoding: isEnded ? edit.line.dropLast() : edit.line, as: UTF8.self)
      switch edit.kind {
      case .same: text += " "
      case .removed: text += "-"
      case .added: text += "+"
      }
      // A tab is part of the text's layout.
      text += line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0).visible }.joined(
        separator: "\t")
      text += "\n"
      if !isEnded { text += "\\ No newline at end of file\n" }
    }
    return text
  }
}

/// The attributes, calls and subscripts that hang on a name: `.a`, `()`, `[]`.
///
/// Of a chain that is longer than anyone writes, the beginning and the end are kept: every call in it is a use of its own,
/// with a name as long as what precedes it.
struct PythonChain {
  private var first: [String] = []
  private var last: [String] = []
  private var left = 0

  private static let mostKept = 32

  var isEmpty: Bool { first.isEmpty }

  /// Adds a step.
  mutating func append(_ step: String) {
    if first.count < Self.mostKept {
      first.append(step)
    } else if last.count < Self.mostKept {
      last.append(step)
    } else {
      // The oldest of the last steps makes room.
      last[left % Self.mostKept] = step
      left += 1
    }
  }

  /// The steps as they are written, `[...]` in the place of those that are left out.
  var text: String {
    let start = left % Self.mostKept
    let end = (last[min(start, last.count)...] + last[..<min(start, last.count)]).joined()
    return first.joined() + (left > 0 ? "[...]" : "") + end
  }

  /// The steps, where none is left out.
  var whole: String? { left > 0 ? nil : text }
}

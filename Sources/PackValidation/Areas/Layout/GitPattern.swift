/// One pattern of a `.gitignore`: `*`, `?`, `[a-z]`, `[[:alpha:]]`, `\` and, for paths, `**`.
///
/// It is a list of steps, of which all that can be reached are followed at once: the time is that of the pattern's length times
/// the path's, whatever stars it has.
struct GitPattern {
  private enum Step {
    case byte(UInt8)
    /// One of these bytes.
    case set([Bool])
    /// Any number of bytes, of which none is a slash if `withinName`.
    case any(withinName: Bool)
    /// What follows may be left out, up to and without the step so many further on.
    case optional(Int)
    /// Nothing: a bracket that is not closed.
    case nothing
  }

  /// The bytes before the first special one.
  private let prefix: ArraySlice<UInt8>
  private var steps: [Step] = []
  private let isForPaths: Bool
  private static let slash = UInt8(ascii: "/")

  /// - Parameters:
  ///   - text: the pattern, without its marks at the beginning and the end.
  ///   - isForPaths: whether it is compared with whole paths, so that a star matches no slash.
  init(_ text: ArraySlice<UInt8>, isForPaths: Bool) {
    self.isForPaths = isForPaths
    // git compares this part by itself, so that `a**/b` is `a` and a `**/b` of its own.
    prefix = isForPaths ? text.prefix { !"*?[\\".utf8.contains($0) } : []
    parse(text.dropFirst(prefix.count))
  }

  private mutating func parse(_ text: ArraySlice<UInt8>) {
    var position = text.startIndex
    while position < text.endIndex {
      let byte = text[position]
      position += 1
      switch byte {
      case UInt8(ascii: "?"): steps.append(.set((0...255).map { !isForPaths || UInt8($0) != Self.slash }))
      case UInt8(ascii: "*"): parseStars(text, &position)
      case UInt8(ascii: "["):
        guard var set = GitPatternSet(text, &position) else {
          steps.append(.nothing)
          return
        }
        if isForPaths { set.bytes[Int(Self.slash)] = false }
        steps.append(.set(set.bytes))
      case UInt8(ascii: "\\"):
        guard position < text.endIndex else {
          steps.append(.nothing)
          return
        }
        steps.append(.byte(text[position]))
        position += 1
      default: steps.append(.byte(byte))
      }
    }
  }

  /// - Parameter position: behind the first star.
  private mutating func parseStars(_ text: ArraySlice<UInt8>, _ position: inout Int) {
    let start = position - 1
    while position < text.endIndex, text[position] == UInt8(ascii: "*") { position += 1 }
    let rest = text[position...]
    let isAlone =
      (start == text.startIndex || text[start - 1] == Self.slash)
      && (rest.isEmpty || rest.first == Self.slash || rest.starts(with: "\\/".utf8))
    guard isForPaths, position - start > 1, isAlone else {
      steps.append(.any(withinName: isForPaths))
      return
    }
    // `**/` is any number of directories, or none.
    if rest.first == Self.slash { steps.append(.optional(3)) }
    steps.append(.any(withinName: false))
  }

  /// Whether all of a name or a path is what the pattern stands for.
  func matches(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.starts(with: prefix) else { return false }
    var current = [Bool](repeating: false, count: steps.count + 1)
    reach(0, in: &current)
    for byte in text.dropFirst(prefix.count) {
      var next = [Bool](repeating: false, count: steps.count + 1)
      for (index, step) in steps.enumerated() where current[index] {
        switch step {
        case .byte(let own): if own == byte { reach(index + 1, in: &next) }
        case .set(let bytes): if bytes[Int(byte)] { reach(index + 1, in: &next) }
        case .any(let withinName): if !withinName || byte != Self.slash { reach(index, in: &next) }
        case .optional, .nothing: break
        }
      }
      current = next
    }
    return current[steps.count]
  }

  /// Marks a step, and those that may follow without a byte.
  private func reach(_ index: Int, in reachable: inout [Bool]) {
    var index = index
    while !reachable[index] {
      reachable[index] = true
      guard index < steps.count else { return }
      switch steps[index] {
      case .any: index += 1
      case .optional(let distance):
        reach(index + distance, in: &reachable)
        index += 1
      default: return
      }
    }
  }
}

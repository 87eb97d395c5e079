/// Finds a set of texts in another, leftmost first and the longest of those that start there (Aho and Corasick,
/// 1975); matches do not overlap.
struct TokenAutomaton: Sendable {
  /// A place in the text where a pattern stands.
  struct Occurrence {
    var start: Int
    var end: Int
    var pattern: Int
  }

  private struct State {
    var depth: Int32
    /// State of the longest proper suffix that begins a pattern.
    var fallback: Int32 = 0
    /// Pattern that ends here, or that of the longest suffix that is one; -1 for none.
    var pattern: Int32 = -1
    var length: Int32 = 0
    var firstEdge: Int32 = 0
    var edgeCount: Int32 = 0
  }

  private let states: [State]
  /// Outgoing edges of each state, ascending by byte.
  private let edgeBytes: [UInt8]
  private let edgeTargets: [Int32]
  /// The root's edges by byte; 0 where there is none.
  private let rootTargets: [Int32]

  /// An automaton for patterns, none of them empty and no two equal.
  init(_ patterns: [[UInt8]]) {
    var states = [State(depth: 0)]
    var children: [[(byte: UInt8, target: Int32)]] = [[]]
    for (number, pattern) in patterns.enumerated() {
      var state = 0
      for byte in pattern {
        if let known = children[state].first(where: { $0.byte == byte }) {
          state = Int(known.target)
        } else {
          children[state].append((byte, Int32(states.count)))
          let depth = states[state].depth + 1
          state = states.count
          states.append(State(depth: depth))
          children.append([])
        }
      }
      states[state].pattern = Int32(number)
      states[state].length = Int32(pattern.count)
    }
    var bytes: [UInt8] = []
    var targets: [Int32] = []
    for state in states.indices {
      children[state].sort { $0.byte < $1.byte }
      states[state].firstEdge = Int32(bytes.count)
      states[state].edgeCount = Int32(children[state].count)
      bytes += children[state].map(\.byte)
      targets += children[state].map(\.target)
    }
    var root = [Int32](repeating: 0, count: 256)
    for edge in children[0] { root[Int(edge.byte)] = edge.target }
    edgeBytes = bytes
    edgeTargets = targets
    rootTargets = root
    // Breadth first, so that a state's fallback is complete before the state.
    var queue = children[0].map(\.target)
    var next = 0
    while next < queue.count {
      let state = Int(queue[next])
      next += 1
      for edge in children[state] {
        let target = Int(edge.target)
        queue.append(edge.target)
        var fallback = Int(states[state].fallback)
        while true {
          if let found = children[fallback].first(where: { $0.byte == edge.byte }) {
            states[target].fallback = found.target
            break
          }
          if fallback == 0 { break }
          fallback = Int(states[fallback].fallback)
        }
        if states[target].pattern < 0 {
          states[target].pattern = states[Int(states[target].fallback)].pattern
          states[target].length = states[Int(states[target].fallback)].length
        }
      }
    }
    self.states = states
  }

  /// The first occurrence at or after `start`.
  func next(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Occurrence? {
    var index = start
    var state = 0
    var best: Occurrence?
    while index < text.count {
      if state == 0 {
        if let best { return best }
        while index < text.count && rootTargets[Int(text[index])] == 0 { index += 1 }
        guard index < text.count else { break }
        state = Int(rootTargets[Int(text[index])])
      } else {
        state = step(state, text[index])
      }
      index += 1
      // Nothing that is still open starts early enough to matter.
      if let best, index - Int(states[state].depth) > best.start { return best }
      let found = states[state]
      if found.pattern >= 0 {
        let start = index - Int(found.length)
        if best.map({ start <= $0.start }) ?? true {
          best = Occurrence(start: start, end: index, pattern: Int(found.pattern))
        }
      }
    }
    return best
  }

  private func step(_ state: Int, _ byte: UInt8) -> Int {
    var current = state
    while current != 0 {
      let from = states[current]
      for edge in Int(from.firstEdge)..<Int(from.firstEdge + from.edgeCount) where edgeBytes[edge] == byte {
        return Int(edgeTargets[edge])
      }
      current = Int(from.fallback)
    }
    return Int(rootTargets[Int(byte)])
  }
}

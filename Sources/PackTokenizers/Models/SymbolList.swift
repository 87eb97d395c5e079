/// The symbols of a word while its pairs are merged.
struct SymbolList {
  struct Symbol: BitwiseCopyable {
    var id: Int32
    /// Bytes of the word.
    var length: Int32
    var previous: Int32
    var next: Int32
  }

  private struct Candidate: BitwiseCopyable {
    var rank: UInt32
    var position: Int32
    var id: Int32

    @inline(__always)
    static func < (left: Candidate, right: Candidate) -> Bool {
      left.rank != right.rank ? left.rank < right.rank : left.position < right.position
    }
  }

  private var symbols: [Symbol] = []
  private var heap: [Candidate] = []

  mutating func removeAll() { symbols.removeAll(keepingCapacity: true) }

  @inline(__always)
  mutating func append(_ id: Int32, _ length: Int) {
    let count = Int32(truncatingIfNeeded: symbols.count)
    symbols.append(
      Symbol(id: id, length: Int32(truncatingIfNeeded: length), previous: count - 1, next: count + 1))
  }

  /// The symbols that are left.
  var remaining: some Sequence<Symbol> { symbols.lazy.filter { $0.length > 0 } }

  /// Merges pairs, the lowest rank first and from left to right.
  mutating func merge(_ merges: PairTable) {
    if symbols.count <= 24 { mergeShort(merges) } else { mergeLong(merges) }
  }

  /// Looks through all pairs for each merge; for short words that is the fastest way.
  private mutating func mergeShort(_ merges: PairTable) {
    var ranks = heap
    ranks.removeAll(keepingCapacity: true)
    guard symbols.count > 1 else { return }
    for index in 0..<(symbols.count - 1) {
      let found = merges.find(symbols[index].id, symbols[index + 1].id)
      ranks.append(Candidate(rank: found?.rank ?? .max, position: 0, id: found?.id ?? -1))
    }
    while true {
      var best = -1
      var bestRank = UInt32.max
      for index in ranks.indices where ranks[index].rank < bestRank {
        bestRank = ranks[index].rank
        best = index
      }
      guard best >= 0 else { break }
      symbols[best].id = ranks[best].id
      symbols[best].length += symbols[best + 1].length
      symbols.remove(at: best + 1)
      ranks.remove(at: best)
      if best < ranks.count { ranks[best] = pair(best, merges) }
      if best > 0 { ranks[best - 1] = pair(best - 1, merges) }
    }
    heap = ranks
  }

  private func pair(_ index: Int, _ merges: PairTable) -> Candidate {
    let found = merges.find(symbols[index].id, symbols[index + 1].id)
    return Candidate(rank: found?.rank ?? .max, position: 0, id: found?.id ?? -1)
  }

  /// Keeps the pairs in a heap: O(n log n) for a word of n symbols.
  private mutating func mergeLong(_ merges: PairTable) {
    heap.removeAll(keepingCapacity: true)
    let end = Int32(truncatingIfNeeded: symbols.count)
    for index in 0..<(end - 1) { push(index, index + 1, merges) }
    while let top = pop() {
      let position = Int(top.position)
      let current = symbols[position]
      guard current.length > 0, current.next < end else { continue }
      let right = symbols[Int(current.next)]
      // The pair may have changed since it was put into the heap.
      guard let found = merges.find(current.id, right.id), found.id == top.id else { continue }
      symbols[position].id = top.id
      symbols[position].length += right.length
      symbols[position].next = right.next
      symbols[Int(current.next)].length = 0
      if right.next < end { symbols[Int(right.next)].previous = top.position }
      if current.previous >= 0 { push(current.previous, top.position, merges) }
      if right.next < end { push(top.position, right.next, merges) }
    }
  }

  private mutating func push(_ left: Int32, _ right: Int32, _ merges: PairTable) {
    guard let found = merges.find(symbols[Int(left)].id, symbols[Int(right)].id) else { return }
    heap.append(Candidate(rank: found.rank, position: left, id: found.id))
    var child = heap.count - 1
    while child > 0, case let parent = (child - 1) / 2, heap[child] < heap[parent] {
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func pop() -> Candidate? {
    guard let top = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return top }
    heap[0] = last
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < heap.count else { return top }
      if child + 1 < heap.count && heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < heap[parent] else { return top }
      heap.swapAt(child, parent)
      parent = child
    }
  }
}

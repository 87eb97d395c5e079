/// The kinds of every scalar, in pages of 256 of which most are the empty one.
struct ScalarTable: Sendable {
  private var pages: [UInt16]
  private var kinds: [ScalarKinds]

  static let shared = ScalarTable()

  subscript(_ scalar: UInt32) -> ScalarKinds {
    let page = Int(truncatingIfNeeded: scalar >> 8)
    guard page < pages.count else { return [] }
    return kinds[Int(pages[page]) << 8 | Int(truncatingIfNeeded: scalar & 0xFF)]
  }

  private init() {
    pages = [UInt16](repeating: 0, count: 0x1100)
    kinds = [ScalarKinds](repeating: [], count: 256)
    for (kind, characters) in SentenceTables.characters {
      for scalar in characters.unicodeScalars { add(kind, scalar.value) }
    }
    for (kind, ranges) in SentenceTables.ranges {
      for range in ranges {
        for scalar in range { add(kind, scalar) }
      }
    }
    for (first, last, step) in SentenceTables.lower {
      for scalar in stride(from: first, through: last, by: step) { add(.lower, scalar) }
    }
  }

  private mutating func add(_ kind: ScalarKinds, _ scalar: UInt32) {
    let page = Int(scalar >> 8)
    if pages[page] == 0 {
      pages[page] = UInt16(truncatingIfNeeded: kinds.count >> 8)
      kinds += [ScalarKinds](repeating: [], count: 256)
    }
    kinds[Int(pages[page]) << 8 | Int(scalar & 0xFF)].insert(kind)
  }
}

/// A value for every Unicode scalar: blocks of 256, equal blocks stored once.
///
/// The memory is never freed: tables are built once a process.
struct TwoStageTable<Element: BitwiseCopyable>: @unchecked Sendable {
  private let blocks: UnsafeMutablePointer<UInt16>
  private let values: UnsafeMutablePointer<Element>

  /// Builds the table from runs of equal values that together cover the code space.
  init(runs: [(count: Int, value: Element)], isEqual: (Element, Element) -> Bool) {
    let blockCount = 0x1100
    blocks = .allocate(capacity: blockCount)
    var storage: [Element] = []
    var uniform: [(value: Element, block: UInt16)] = []
    var run = 0
    var left = runs.first?.count ?? 0
    for block in 0..<blockCount {
      while left == 0 && run + 1 < runs.count {
        run += 1
        left = runs[run].count
      }
      let value = runs[run].value
      if left >= 256 {
        left -= 256
        if let known = uniform.first(where: { isEqual($0.value, value) }) {
          blocks[block] = known.block
          continue
        }
        let index = UInt16(truncatingIfNeeded: storage.count >> 8)
        uniform.append((value, index))
        blocks[block] = index
        storage.append(contentsOf: repeatElement(value, count: 256))
        continue
      }
      blocks[block] = UInt16(truncatingIfNeeded: storage.count >> 8)
      var missing = 256
      while missing > 0 {
        while left == 0 && run + 1 < runs.count {
          run += 1
          left = runs[run].count
        }
        let taken = left == 0 ? missing : min(left, missing)
        storage.append(contentsOf: repeatElement(runs[run].value, count: taken))
        left = max(0, left - taken)
        missing -= taken
      }
    }
    values = .allocate(capacity: storage.count)
    values.initialize(from: storage, count: storage.count)
  }

  /// The value of a scalar; `scalar` must be below 0x110000, as every scalar of valid UTF-8 is.
  @inline(__always)
  subscript(_ scalar: UInt32) -> Element {
    values[Int(blocks[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)]
  }
}

extension TwoStageTable where Element: Equatable {
  /// Builds the table from runs of equal values that together cover the code space.
  init(runs: [(count: Int, value: Element)]) { self.init(runs: runs, isEqual: ==) }
}

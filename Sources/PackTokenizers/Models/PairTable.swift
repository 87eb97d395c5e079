/// Values for pairs of ids: the merges of a byte-pair encoding.
struct PairTable: Sendable {
  /// The first id in the high half, the second in the low half; all ones where the slot is free.
  private var keys: [UInt64]
  private var ranks: [UInt32]
  private var ids: [Int32]
  private let seed: UInt64

  /// A table with room for `count` pairs.
  init(count: Int) {
    let capacity = 1 << (Int.bitWidth - (count * 2 + 1).leadingZeroBitCount)
    keys = [UInt64](repeating: .max, count: capacity)
    ranks = [UInt32](repeating: 0, count: capacity)
    ids = [Int32](repeating: 0, count: capacity)
    seed = UInt64.random(in: .min ... .max)
  }

  @inline(__always)
  private func slot(_ key: UInt64) -> Int {
    let product = (key ^ seed) &* 0x9FB2_1C65_1E98_DF25
    return Int(truncatingIfNeeded: product ^ product >> 32) & (keys.count - 1)
  }

  /// Sets the rank of a pair, and the id that it becomes; a later call for the same pair wins.
  mutating func set(_ first: Int32, _ second: Int32, rank: UInt32, id: Int32) {
    let key = UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
    var slot = slot(key)
    while keys[slot] != .max && keys[slot] != key { slot = (slot + 1) & (keys.count - 1) }
    keys[slot] = key
    ranks[slot] = rank
    ids[slot] = id
  }

  /// The rank of a pair and the id that it becomes, or nil.
  @inline(__always)
  func find(_ first: Int32, _ second: Int32) -> (rank: UInt32, id: Int32)? {
    let key = UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
    var slot = slot(key)
    return keys.withUnsafeBufferPointer { keys in
      while true {
        let found = keys[slot]
        if found == key { return (ranks[slot], ids[slot]) }
        if found == .max { return nil }
        slot = (slot + 1) & (keys.count - 1)
      }
    }
  }
}

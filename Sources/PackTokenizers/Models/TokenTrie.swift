/// Finds the tokens that a text starts with, by one step a scalar.
///
/// A node is a slot of a hash table whose keys are the parent's slot and a scalar, so that building it is a single
/// pass over the vocabulary.
struct TokenTrie: Sendable {
  /// Parent + 1 and scalar; 0 where the slot is free.
  private let keys: [UInt64]
  /// Number of the token that ends at the node, or -1.
  private let tokens: [Int32]
  private let seed: UInt64
  /// Nodes of the first scalars below U+10000, or -1.
  private let roots: [Int32]

  /// A trie of all tokens of a vocabulary but the empty one; of equal tokens the last counts.
  init(_ vocabulary: Vocabulary) {
    var scalarCount = 0
    for number in 0..<vocabulary.count { scalarCount += vocabulary.text(number).count { $0 & 0xC0 != 0x80 } }
    let capacity = 1 << max(4, Int.bitWidth - (scalarCount + scalarCount / 3).leadingZeroBitCount)
    let seed = UInt64.random(in: .min ... .max)
    var keys = [UInt64](repeating: 0, count: capacity)
    var tokens = [Int32](repeating: -1, count: capacity)
    for number in 0..<vocabulary.count {
      var node = -1
      vocabulary.text(number).withUnsafeBufferPointer { text in
        var index = 0
        while index < text.count {
          let (scalar, length) = text.scalar(at: index)
          let key = Self.key(node, scalar)
          var slot = Self.slot(key, seed) & (capacity - 1)
          while keys[slot] != 0 && keys[slot] != key { slot = (slot + 1) & (capacity - 1) }
          keys[slot] = key
          node = slot
          index += length
        }
      }
      if node >= 0 { tokens[node] = Int32(truncatingIfNeeded: number) }
    }
    self.keys = keys
    self.tokens = tokens
    self.seed = seed
    var roots = [Int32](repeating: -1, count: 0x10000)
    for scalar in 0..<0x10000 {
      let key = Self.key(-1, UInt32(scalar))
      var slot = Self.slot(key, seed) & (capacity - 1)
      while keys[slot] != 0 && keys[slot] != key { slot = (slot + 1) & (capacity - 1) }
      if keys[slot] == key { roots[scalar] = Int32(truncatingIfNeeded: slot) }
    }
    self.roots = roots
  }

  @inline(__always)
  private static func key(_ parent: Int, _ scalar: UInt32) -> UInt64 {
    UInt64(truncatingIfNeeded: parent + 2) << 21 | UInt64(scalar)
  }

  @inline(__always)
  private static func slot(_ key: UInt64, _ seed: UInt64) -> Int {
    let product = (key ^ seed) &* 0x9FB2_1C65_1E98_DF25
    return Int(truncatingIfNeeded: product ^ product >> 32)
  }

  /// Calls `body` with the end and the number of every token that the text has at `start`, shortest first.
  @inline(__always)
  func forEachToken(
    in text: UnsafeBufferPointer<UInt8>, at start: Int, _ body: (_ end: Int, _ number: Int) -> Void
  ) {
    keys.withUnsafeBufferPointer { keys in
      tokens.withUnsafeBufferPointer { tokens in
        var node = -1
        var index = start
        while index < text.count {
          let (scalar, length) = text.scalar(at: index)
          index += length
          if node < 0 && scalar < 0x10000 {
            node = Int(roots[Int(scalar)])
            if node < 0 { return }
          } else {
            let key = Self.key(node, scalar)
            var slot = Self.slot(key, seed) & (keys.count - 1)
            while keys[slot] != key {
              if keys[slot] == 0 { return }
              slot = (slot + 1) & (keys.count - 1)
            }
            node = slot
          }
          let number = Int(tokens[node])
          if number >= 0 { body(index, number) }
        }
      }
    }
  }
}

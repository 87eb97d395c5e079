extension SentenceWords {
  /// Words are compared by their scalars, as canonical equivalence is none of the specification's.
  static func words(_ text: String) -> Set<[UInt32]> { Set(parts(text)) }

  /// What words begin or end with.
  static func parts(_ text: String) -> [[UInt32]] {
    text.unicodeScalars.split(separator: " ").map { $0.map(\.value) }
  }

  /// A word in lower case, as far as the specification's table goes.
  static func lowered(_ word: [UInt32]) -> [UInt32] {
    word.map { scalar in
      let row = SentenceTables.capitals.first {
        $0.first <= scalar && scalar <= $0.last && (scalar - $0.first) % $0.step == 0
      }
      return scalar + (row?.distance ?? 0)
    }
  }
}

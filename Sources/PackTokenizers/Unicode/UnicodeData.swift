/// The reference's Unicode tables, each expanded when it is first used.
enum UnicodeData {
  /// Every yes-or-no question about a scalar.
  static let properties: TwoStageTable<UInt32> = {
    var reader = PackedIntegers(UnicodeTables.propertyValues)
    var values: [UInt32] = []
    while !reader.isAtEnd { values.append(reader.integer()) }
    var runs = PackedIntegers(UnicodeTables.properties)
    return TwoStageTable(runs: runs.runs().map { ($0.count, values[Int($0.value)]) })
  }()

  /// Lower case, where it differs.
  static let lowercase = ScalarMapping(UnicodeTables.lowercase)
  /// Full canonical decompositions, but for Hangul.
  static let canonical = ScalarMapping(UnicodeTables.canonical)
  /// Full compatibility decompositions, where they differ from the canonical ones.
  static let compatible = ScalarMapping(UnicodeTables.compatible)
  /// Canonical combining classes.
  static let combiningClasses = byteTable(UnicodeTables.combiningClasses)
  /// Numbers of scripts; 0 joins any neighbour.
  static let scripts = byteTable(UnicodeTables.scripts)
  /// Raw values of ``GraphemeClass``.
  static let graphemes = byteTable(UnicodeTables.graphemes)

  /// Primary composites by their two parts.
  static let compositions: [UInt64: UInt32] = {
    var pairs: [UInt64: UInt32] = [:]
    ScalarMapping.forEach(in: UnicodeTables.compositions) { scalar, parts in
      guard let first = parts.first, let second = parts.last else { return }
      pairs[UInt64(first) << 32 | UInt64(second)] = UInt32(scalar)
    }
    return pairs
  }()

  private static func byteTable(_ text: StaticString) -> TwoStageTable<UInt8> {
    var reader = PackedIntegers(text)
    return TwoStageTable(runs: reader.runs().map { ($0.count, UInt8(truncatingIfNeeded: $0.value)) })
  }
}

extension TwoStageTable<UInt32> {
  /// Whether a scalar has any of the properties.
  @inline(__always)
  func has(_ scalar: UInt32, _ wanted: ScalarProperties) -> Bool { self[scalar] & wanted.rawValue != 0 }
}

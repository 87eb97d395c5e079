/// What a scalar is for the division into grapheme clusters (Unicode Standard Annex 29), as the reference has it.
///
/// Regional indicators are not told apart: a cluster with one of them is too long to matter here.
enum GraphemeClass: UInt8 {
  case other, control, extend, extendOutsideConjunct, spacingMark, prepend, joiner, pictographic
  case leadingJamo, vowelJamo, trailingJamo, openSyllable, closedSyllable
  case linker, consonant
}

/// Walks over the grapheme clusters of a text.
struct GraphemeBreaker {
  private enum Picture { case none, seen, joined }
  private enum Conjunct { case none, consonant, linked }

  private let classes = UnicodeData.graphemes
  private var previous = GraphemeClass.control
  private var picture = Picture.none
  private var conjunct = Conjunct.none
  private var isAfterReturn = false

  /// Whether a cluster starts with the next scalar of the text.
  mutating func startsCluster(_ scalar: UInt32) -> Bool {
    let current = GraphemeClass(rawValue: classes[scalar]) ?? .other
    let breaks = isBreak(previous, current, scalar)
    isAfterReturn = scalar == 0x0D
    switch current {
    case .pictographic: picture = .seen
    case .extend, .extendOutsideConjunct, .linker: if picture == .joined { picture = .none }
    case .joiner: picture = picture == .seen ? .joined : .none
    default: picture = .none
    }
    switch current {
    case .consonant: conjunct = .consonant
    case .linker: if conjunct == .consonant { conjunct = .linked }
    case .extend, .joiner: break
    default: conjunct = .none
    }
    previous = current
    return breaks
  }

  private func isBreak(_ left: GraphemeClass, _ right: GraphemeClass, _ scalar: UInt32) -> Bool {
    if left == .control || right == .control { return !(isAfterReturn && scalar == 0x0A) }
    switch right {
    case .extend, .extendOutsideConjunct, .linker, .joiner, .spacingMark: return false
    case .pictographic: if picture == .joined { return false }
    case .consonant: if conjunct == .linked { return false }
    case .leadingJamo, .openSyllable, .closedSyllable: if left == .leadingJamo { return false }
    case .vowelJamo:
      if left == .leadingJamo || left == .vowelJamo || left == .openSyllable { return false }
    case .trailingJamo:
      switch left {
      case .vowelJamo, .openSyllable, .trailingJamo, .closedSyllable: return false
      default: break
      }
    default: break
    }
    return left != .prepend
  }
}

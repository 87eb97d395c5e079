// NFD, NFKD, NFC and NFKC (Unicode Standard Annex 15) with the reference's tables and the reference's account of
// which scalar takes whose place: a decomposed scalar's first part replaces it and the others are put in, and the
// parts take these roles along when they are sorted.

/// A scalar on its way, with the reference's change: 1 puts in, 0 replaces, -n replaces and drops n more.
struct Change {
  var scalar: UInt32
  var change: Int
}

extension NormalizedText {
  /// NFD, or NFKD when `compatible`.
  mutating func decompose(compatible: Bool) {
    let decomposed: ScalarProperties = compatible ? .compatibilityDecomposed : .decomposed
    guard contains(bytes, decomposed.union(.reordered)) else { return }
    apply(decomposition(bytes, compatible: compatible))
  }

  /// NFC, or NFKC when `compatible`.
  mutating func compose(compatible: Bool) {
    let changing: ScalarProperties = compatible ? [.composable, .compatibilityDecomposed] : .composable
    guard contains(bytes, changing) else { return }
    apply(recomposition(decomposition(bytes, compatible: compatible)))
  }

  /// Takes the steps one after the other.
  mutating func apply(_ changes: [Change]) {
    transform { transformer in
      for change in changes { transformer.step(change.scalar, change: change.change) }
    }
  }
}

/// Calls `body` with the jamo of a Hangul syllable, and not at all for any other scalar.
@inline(__always)
func forEachHangulPart(_ scalar: UInt32, _ body: (UInt32) -> Void) {
  guard scalar >= 0xAC00 && scalar < 0xD7A4 else { return }
  let index = scalar - 0xAC00
  body(0x1100 + index / 588)
  body(0x1161 + index % 588 / 28)
  if index % 28 > 0 { body(0x11A7 + index % 28) }
}

private func decomposition(_ bytes: [UInt8], compatible: Bool) -> [Change] {
  let properties = UnicodeData.properties
  let canonical = UnicodeData.canonical
  let classes = UnicodeData.combiningClasses
  var result: [Change] = []
  result.reserveCapacity(bytes.count)
  // Index of the first scalar of the current run of marks.
  var runStart = 0

  func closeRun() {
    if result.count - runStart > 1 {
      // Insertion sort by class: stable, and runs are short; a run of thousands is sorted by counting.
      sortByClass(&result, from: runStart, classes)
    }
    runStart = result.count
  }

  func put(_ scalar: UInt32, isFirst: Bool) {
    let isMark = properties.has(scalar, .reordered)
    if !isMark { closeRun() }
    result.append(Change(scalar: scalar, change: isFirst ? 0 : 1))
    if !isMark { runStart = result.count }
  }

  bytes.withUnsafeBufferPointer { buffer in
    var index = 0
    while index < buffer.count {
      let (scalar, length) = buffer.scalar(at: index)
      index += length
      let bits = ScalarProperties(rawValue: properties[scalar])
      guard !bits.isDisjoint(with: compatible ? .compatibilityDecomposed : .decomposed) else {
        put(scalar, isFirst: true)
        continue
      }
      var isFirst = true
      if scalar >= 0xAC00 && scalar < 0xD7A4 {
        forEachHangulPart(scalar) { part in
          put(part, isFirst: isFirst)
          isFirst = false
        }
        continue
      }
      let image = (compatible ? UnicodeData.compatible[scalar] : nil) ?? canonical[scalar] ?? []
      for part in image {
        put(part, isFirst: isFirst)
        isFirst = false
      }
    }
  }
  closeRun()
  return result
}

private func sortByClass(_ changes: inout [Change], from start: Int, _ classes: TwoStageTable<UInt8>) {
  if changes.count - start <= 32 {
    for index in (start + 1)..<changes.count {
      let moved = changes[index]
      let movedClass = classes[moved.scalar]
      var hole = index
      while hole > start && classes[changes[hole - 1].scalar] > movedClass {
        changes[hole] = changes[hole - 1]
        hole -= 1
      }
      changes[hole] = moved
    }
    return
  }
  var buckets = [[Change]](repeating: [], count: 256)
  for change in changes[start...] { buckets[Int(classes[change.scalar])].append(change) }
  changes.replaceSubrange(start..., with: buckets.joined())
}

private func recomposition(_ changes: [Change]) -> [Change] {
  let classes = UnicodeData.combiningClasses
  let pairs = UnicodeData.compositions
  var result: [Change] = []
  result.reserveCapacity(changes.count)
  var starter: Change?
  var waiting: [Change] = []
  var lastClass: UInt8?

  func composed(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if first >= 0x1100 && first < 0x1113 && second >= 0x1161 && second < 0x1176 {
      return 0xAC00 + (first - 0x1100) * 588 + (second - 0x1161) * 28
    }
    if first >= 0xAC00 && first < 0xD7A4 && (first - 0xAC00) % 28 == 0 && second > 0x11A7 && second < 0x11C3 {
      return first + second - 0x11A7
    }
    return pairs[UInt64(first) << 32 | UInt64(second)]
  }

  for change in changes {
    let scalarClass = classes[change.scalar]
    guard let base = starter else {
      if scalarClass != 0 { result.append(change) } else { starter = change }
      continue
    }
    let isBlocked = lastClass.map { $0 >= scalarClass } ?? false
    if !isBlocked, let joined = composed(base.scalar, change.scalar) {
      starter = Change(scalar: joined, change: base.change + change.change - 1)
    } else if scalarClass == 0 {
      result.append(base)
      result += waiting
      waiting.removeAll(keepingCapacity: true)
      starter = change
      lastClass = nil
    } else {
      waiting.append(change)
      lastClass = scalarClass
    }
  }
  if let starter { result.append(starter) }
  return result + waiting
}

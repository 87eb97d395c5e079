import PackCheckpoints
import PackFiles
import PackThreads

extension DiffSides {
  /// The weights, tensor by tensor.
  func tensors(threads: Int) throws -> DiffSection {
    let before = named(old), after = named(new)
    let names = Set(before.keys).union(after.keys).sorted {
      $0.text.utf8.lexicographicallyPrecedes($1.text.utf8)
    }
    let results = try concurrently(names.count, threads: threads) { index in
      Result { try Self.entry(names[index].text, before[names[index]], after[names[index]]) }
    }.compactMap { try $0.get() }
    let equal = names.count - results.count(where: \.isVisible)
    let parts =
      ["\(equal) equal"]
      + [DiffEntry.Change.changed, .new, .gone].compactMap { change in
        let count = results.count { $0.change == change && $0.isVisible }
        return count == 0 ? nil : "\(count) \(change.rawValue)"
      }
    return DiffSection(name: "tensors", summary: parts.joined(separator: ", "), entries: results)
  }

  private func named(_ side: PackageSide) -> [ExactText: Tensor] {
    var tensors: [ExactText: Tensor] = [:]
    for part in side.weights {
      for tensor in part.checkpoint.tensors {
        // Both modes call their sub-model by its directory.
        tensors[ExactText("\(part.name): \(tensor.name)")] = tensor
      }
    }
    return tensors
  }

  private static func entry(_ name: String, _ old: Tensor?, _ new: Tensor?) throws -> DiffEntry? {
    let form = { (tensor: Tensor) in "\(tensor.dtype.rawValue) \(tensor.shapeText)" }
    guard let old, let new else { return DiffEntry(name, old: old.map(form), new: new.map(form)) }
    guard old.shape == new.shape else {
      return DiffEntry(name, old: form(old), new: form(new))
    }
    if old.dtype == new.dtype, equalBytes(old.bytes, new.bytes) { return nil }
    guard let difference = try difference(old, new) else {
      var entry = DiffEntry(name, .changed)
      (entry.old, entry.new) = (form(old), form(new))
      return entry
    }
    // Written in another type, or a zero with a sign: the same numbers.
    var entry = DiffEntry(name, .changed, isVisible: difference.largest > 0)
    (entry.old, entry.new) = (form(old), form(new))
    entry.measures = [
      .init(name: "largest_difference", value: difference.largest),
      .init(name: "relative_difference", value: difference.relative),
    ]
    return entry
  }

  /// Elements that are looked at together.
  private static let chunk = 1 << 18

  /// The largest difference of two elements, and the length of all differences over that of the old tensor; nil where the elements
  /// are integers or the like. Infinite where only one of two elements is a finite number.
  private static func difference(_ old: Tensor, _ new: Tensor) throws -> (largest: Double, relative: Double)?
  {
    let floats: Set<String> = ["F32", "F16", "BF16"]
    guard floats.contains(old.dtype.rawValue), floats.contains(new.dtype.rawValue) else { return nil }
    var (largest, squares, length) = (0.0, 0.0, 0.0)
    for start in stride(from: 0, to: old.count, by: chunk) {
      let range = start..<min(start + chunk, old.count)
      for (a, b) in zip(try old.floats(range), try new.floats(range))
      where a.bitPattern != b.bitPattern || a != 0 {
        length += Double(a) * Double(a)
        if a == b || a.isNaN && b.isNaN { continue }
        let difference = abs(Double(a) - Double(b))
        if !difference.isFinite { return (.infinity, .infinity) }
        largest = max(largest, difference)
        squares += difference * difference
      }
    }
    return (largest, length > 0 ? (squares / length).squareRoot() : squares > 0 ? .infinity : 0)
  }
}

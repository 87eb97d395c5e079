import PackFiles
import PackJSON

/// The labels of a head that has more than "prune" and "keep".
public struct PruningHeadLabels: Sendable, Hashable {
  /// What the classifier's rows are called, in their order; no two are equal.
  public let names: [String]
  /// Those of them that mean "keep": one at least, and not all.
  public let kept: [String]

  /// Most labels that a head may have.
  static let largestCount = 1000

  /// Creates labels; nil where they are none of a head.
  public init?(names: [String], kept: [String]) {
    let known = Set(names.map { Array($0.utf8) })
    let wanted = Set(kept.map { Array($0.utf8) })
    guard (2...Self.largestCount).contains(names.count), known.count == names.count,
      wanted.count == kept.count, !wanted.isEmpty, wanted.isStrictSubset(of: known)
    else { return nil }
    self.names = names
    self.kept = kept
  }

  /// The rows of ``kept``, ascending.
  public var keptRows: [Int] {
    let wanted = Set(kept.map { Array($0.utf8) })
    return names.indices.filter { wanted.contains(Array(names[$0].utf8)) }
  }

  /// Reads the keys of `pruning_config`; nil where there are none.
  ///
  /// - Throws: ``PackJSON/JSONError`` for labels that are none of a head.
  init?(packed node: JSONNode) throws(JSONError) {
    guard let list = try node.optional("head_labels") else { return nil }
    let kept = try node.required("keep_labels")
    let names = try list.elements().map { name throws(JSONError) in try name.string() }
    let wanted = try kept.elements().map { name throws(JSONError) in try name.string() }
    guard let labels = PruningHeadLabels(names: names, kept: wanted) else {
      throw kept.notAllowed(
        "some of head_labels, which has 2 to \(Self.largestCount) different names",
        problem: "the labels that mean \"keep\" are none of the head's, or all of them")
    }
    self = labels
  }

  /// Writes the keys of `pruning_config`.
  func write(to object: inout JSONObject) {
    object["head_labels"] = .array(names.map { .string($0) })
    object["keep_labels"] = .array(kept.map { .string($0) })
  }
}

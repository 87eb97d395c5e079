import PackFiles
import PackJSON

/// Which label of a classifier of tokens means that a token is kept.
enum KeepLabel {
  private static let keep: Set<String> = [
    "keep", "kept", "preserve", "preserved", "retain", "retained", "relevant", "include", "true", "yes", "1",
    "label_1",
  ]
  private static let prune: Set<String> = [
    "prune", "pruned", "drop", "dropped", "discard", "discarded", "remove", "removed", "delete", "deleted",
    "irrelevant", "exclude", "false", "no", "0", "label_0",
  ]

  /// The row that means "keep": one label has to say so, or the other has to say "prune".
  ///
  /// transformers' own `LABEL_0` and `LABEL_1`, which LLMLingua-2 has, are prune and keep.
  ///
  /// - Throws: ``ModelDirError`` when the labels do not tell.
  static func row(of labels: [String], at place: Place) throws(ModelDirError) -> Int {
    let kept = labels.indices.filter { keep.contains(labels[$0].lowercased()) }
    let pruned = labels.indices.filter { prune.contains(labels[$0].lowercased()) }
    switch (kept.first, pruned.first) {
    case (let row?, _) where kept.count == 1 && !pruned.contains(row): return row
    case (nil, let row?) where pruned.count == 1 && labels.count == 2: return 1 - row
    default:
      throw ModelDirError(
        .contradiction, at: place, problem: "the labels do not say which one means \"keep\"",
        expected: "labels such as prune and keep, or LABEL_0 and LABEL_1",
        found: labels.map(\.quotedForMessage).joined(separator: ", "))
    }
  }
}

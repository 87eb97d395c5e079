import PackFiles
import PackJSON

/// Which labels of a classifier of tokens mean that a token is kept.
enum KeepLabel {
  private static let keep: Set<String> = [
    "keep", "kept", "preserve", "preserved", "retain", "retained", "relevant", "include", "true", "yes",
  ]
  private static let prune: Set<String> = [
    "prune", "pruned", "drop", "dropped", "discard", "discarded", "remove", "removed", "delete", "deleted",
    "irrelevant", "exclude", "false", "no",
  ]
  /// What two labels without names are called.
  private static let numbers: (prune: Set<String>, keep: Set<String>) = (["0", "label_0"], ["1", "label_1"])
  /// How labels of spans begin: the first token of one, and the others.
  private static let spans = ["b-", "i-", "e-", "s-"]

  /// The rows that mean "keep", ascending.
  ///
  /// Of two labels, one has to say so, or the other has to say "prune"; transformers' own `LABEL_0` and `LABEL_1`, which
  /// LLMLingua-2 has, are prune and keep. Of more, all that say "keep" do, the parts of spans (`B-keep`, `I-keep`) included.
  ///
  /// - Parameter asked: names that were given for it; the labels then need not say anything.
  /// - Throws: ``ModelDirError`` when the labels do not tell, or have no such names.
  static func rows(of labels: [String], asked: [String], at place: Place) throws(ModelDirError) -> [Int] {
    let found = labels.map(\.quotedForMessage).joined(separator: ", ")
    guard asked.isEmpty else {
      let wanted = asked.map { Array($0.utf8) }
      if let stray = asked.first(where: { name in !labels.contains { $0.utf8.elementsEqual(name.utf8) } }) {
        throw ModelDirError(
          .contradiction, at: .keepLabels,
          problem: "the classifier of tokens has no label \(stray.quotedForMessage)",
          expected: "\(found)")
      }
      let rows = labels.indices.filter { wanted.contains(Array(labels[$0].utf8)) }
      guard rows.count < labels.count else {
        throw ModelDirError(
          .contradiction, at: .keepLabels, problem: "no label is left that means \"prune\"",
          expected: "some of \(found)")
      }
      return rows
    }
    let words = labels.map { word(of: $0, isOneOfTwo: labels.count == 2) }
    let kept = labels.indices.filter {
      keep.contains(words[$0]) || labels.count == 2 && numbers.keep.contains(words[$0])
    }
    let pruned = labels.indices.filter {
      prune.contains(words[$0]) || labels.count == 2 && numbers.prune.contains(words[$0])
    }
    if labels.count == 2 {
      if kept.count == 1 { return kept }
      if kept.isEmpty && pruned.count == 1 { return [1 - pruned[0]] }
    } else if !kept.isEmpty && kept.count < labels.count {
      return kept
    }
    throw ModelDirError(
      .contradiction, at: place, problem: "the labels do not say which one means \"keep\"",
      expected: "labels such as prune and keep, or LABEL_0 and LABEL_1; or \(.keepLabels)", found: found)
  }

  private static func word(of label: String, isOneOfTwo: Bool) -> String {
    let word = label.lowercased()
    guard !isOneOfTwo, let span = spans.first(where: { word.hasPrefix($0) }) else { return word }
    return String(word.dropFirst(span.count))
  }
}

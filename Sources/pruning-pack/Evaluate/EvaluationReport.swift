import PackEncoders
import PackEvaluation
import PackFiles
import Pruning

/// A result as a table for people.
struct EvaluationReport {
  let result: EvaluationResult
  /// The package, as the user named it.
  let package: String
  /// The last part of its name.
  let model: String
  /// What the set is called.
  let input: String

  /// The columns of the table.
  static let columns: [(metric: EvaluationMetric, title: String)] = [
    (.precision, "precision"), (.recall, "recall"), (.f1, "F1"), (.f2, "F2"), (.compression, "dropped %"),
    (.compressionWithAnswer, "with answer"), (.compressionWithoutAnswer, "without"),
  ]

  var text: String {
    var text = "\(package) on \(input): \(facts)\n"
    for metric in EvaluationMetric.overall {
      guard let estimate = result.overall[metric] else { continue }
      text += "\(metric.title): \(estimate.text(digits: metric.digits))\n"
    }
    if result.counts.labelled > 0 { text += "\n" + table + "\n" }
    text += advice + "\n"
    if let comparison { text += comparison + "\n" }
    for worst in result.worst.prefix(3) {
      text += "worst: \(worst.request.name): \(verdict(on: worst))\n"
    }
    if result.sampleCount > 0 { text += "\(intervals)\n" }
    return text.visibleLines
  }

  /// What was counted.
  var facts: String {
    let counts = result.counts
    let labelled =
      counts.labelled > 0
      ? "\(groupedText(counts.withAnswer)) with an answer and \(groupedText(counts.passages - counts.withAnswer)) without"
      : "\(groupedText(counts.relevant)) relevant"
    return "\(groupedText(counts.passages)) passages of \(groupedText(counts.queries)) queries, \(labelled)"
  }

  /// Which threshold to take.
  var advice: String {
    guard result.counts.labelled > 0 else {
      return "no passage says what of it answers: nothing to measure of keeping"
    }
    guard result.estimate(.recall) != nil else {
      return "nothing in any passage answers: no threshold to recommend"
    }
    let wanted = "a recall of \(result.wantedRecall)"
    guard let recommended = result.recommended, let row = result.row(at: recommended) else {
      return "no threshold has \(wanted)"
    }
    let recall = row.figures[.recall].map { $0.text(digits: 3) } ?? "-"
    let dropped = row.figures[.compression].map { $0.text(digits: 1) } ?? "-"
    return "for \(wanted): threshold \(recommended); it has recall \(recall) and drops \(dropped) %"
  }

  /// How far the figures are from those of the other precision.
  var comparison: String? {
    guard let (precision, figures) = result.comparison else { return nil }
    var parts = [
      "\(fixed(figures.equalShare * 100, digits: 2)) % of \(groupedText(figures.sentences)) sentences kept or dropped alike",
      "probabilities differ by at most \(fixed(figures.largestDifference, digits: 4))",
    ]
    if let change = figures.f2Change {
      parts.append("F2 \(change < 0 ? "lower" : "higher") by \(fixed(abs(change), digits: 4))")
    }
    if let tau = figures.tau { parts.append("Kendall's tau of the scores \(fixed(tau, digits: 4))") }
    return "beside \(precision.rawValue): " + parts.joined(separator: ", ")
  }

  /// That it loses more than it should beside the other precision.
  var warning: String? {
    guard let (precision, figures) = result.comparison, !figures.isClose else { return nil }
    let share = fixed(EvaluationComparison.wantedShare * 100, digits: 1)
    return
      "figures differ too much from \(precision.rawValue)'s: expected \(share) % of the sentences kept or dropped alike, "
      + "F2 lower by at most \(EvaluationComparison.allowedLoss), Kendall's tau at least \(EvaluationComparison.wantedTau)"
  }

  /// What intervals are.
  var intervals: String {
    "in brackets: 95 % intervals of \(groupedText(result.sampleCount)) bootstrap samples of the passages"
  }

  /// What is wrong with a passage.
  func verdict(on worst: WorstPassage) -> String {
    guard let recall = worst.recall else {
      return "\(share(worst.loss)) % of a passage without an answer kept"
    }
    return recall == 0
      ? "nothing of the answer kept"
      : "\(share(recall)) % of the answer kept, F2 \(fixed(1 - worst.loss, digits: 3))"
  }

  private var table: String {
    var rows = [["threshold"] + Self.columns.map(\.title)]
    for row in result.rows {
      let mark =
        row.threshold == result.threshold ? " own" : row.threshold == result.recommended ? " recommended" : ""
      rows.append(
        ["\(row.threshold)\(mark)"]
          + Self.columns.map { column in
            row.figures[column.metric].map { $0.text(digits: column.metric.digits) } ?? "-"
          })
    }
    let widths = rows[0].indices.map { column in rows.map { $0[column].utf8.count }.max() ?? 0 }
    return rows.map { row in
      let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.utf8.count) }
      let line = cells.joined(separator: "  ")
      return line.trimmingSuffix { $0 == " " } + "\n"
    }.joined()
  }

  private func share(_ value: Double) -> String { fixed(value * 100, digits: 0) }
}

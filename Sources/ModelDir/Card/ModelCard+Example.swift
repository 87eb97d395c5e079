extension ModelCard {
  /// What the package makes of the example, for its section and as the output of the snippets.
  func addExample(to values: inout [String: String]) {
    guard let example = facts.example, !example.sentences.isEmpty else { return }
    values["example"] = "yes"
    values["example_passage"] = example.sentences.map { sentence in
      let text = sentence.text.trimmingBlanks
      return sentence.isKept ? "**\(text)**" : text
    }.joined(separator: " ")
    values["example_kept"] = String(example.sentences.count(where: \.isKept))
    values["example_count"] = String(example.sentences.count)
    values["example_removed"] = CardNumber.text(example.compressionRate, digits: 0)
    let kept = example.keptText.trimmingBlanks
    values["output_text"] = kept.isEmpty ? "(nothing)" : kept
    values["output_tokens"] = example.tokens.map { token in
      let text = CardNumber.text(Double(token.probability), digits: 2)
      return "# \(token.isKept ? "kept  " : "pruned") \(text) '\(token.text)'"
    }.joined(separator: "\n")
    guard config.mode == .rerankingPruning, config.labels.count == 1, let score = example.score,
      let short = example.shortScore
    else { return }
    values["example_score"] = CardNumber.text(Double(score), digits: 2)
    values["output_short_score"] = CardNumber.text(Double(short), digits: 2)
    values["output_pairs"] = zip(example.rerankedScores, CardExample.reranked).map { score, passage in
      "# \(CardNumber.text(Double(score), digits: 2)) \(passage)"
    }.joined(separator: "\n")
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

/// Numbers of a card, in so few digits that they are the same on every machine.
enum CardNumber {
  /// A number as Python's `.2f` writes it. A product with a power of ten is exact for what was a Float.
  static func text(_ value: Double, digits: Int) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
    let scale = digits == 0 ? 1.0 : 100.0
    let whole = Int((abs(value) * scale).rounded(.toNearestOrEven))
    let sign = value.sign == .minus ? "-" : ""
    guard digits > 0 else { return sign + String(whole) }
    let rest = whole % 100
    return "\(sign)\(whole / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// A bound on a difference, a power of ten of at least twice that: other instructions round elsewhere.
  ///
  /// - Returns: nil for what is not within any.
  static func bound(_ difference: Float) -> String? {
    ["0.00001", "0.0001", "0.001", "0.01", "0.1"].first { bound in
      Float(bound).map { difference.isFinite && difference * 2 <= $0 } ?? false
    }
  }
}

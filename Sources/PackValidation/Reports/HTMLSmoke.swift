import PackFiles
import PackTokenizers
import Pruning

/// The smoke inference: a picture of its scores and probabilities, and each passage with its tokens shaded.
struct HTMLSmoke {
  let inference: SmokeInference
  /// Sentences above it are kept, where it is known.
  let threshold: Double?
  let outline: HTMLOutline

  /// What each pair shows, in the order of ``SmokeInference/pairs``.
  private static let kinds = [
    "relevant", "not relevant", "relevant", "not relevant", "relevant", "empty passage",
  ]
  private static let left = 106
  private static let right = 346
  private static let rowHeight = 30

  /// The section.
  var section: String {
    let pairs = zip(SmokeInference.pairs, inference.alone).map { item($0, $1) }
    return outline.section(
      "smoke", "Smoke inference",
      """
      <p class="faint">The model ran on six pairs that every package is tried with.</p>
      \(picture)<details>
      <summary>The passages, token by token</summary>
      <p class="legend">The shade of a token is the probability that it is kept: \(TokenShade.scale)</p>
      \(pairs.joined())</details>

      """)
  }

  // MARK: Picture

  /// A line a pair: its tokens' probabilities as ticks, its score as a dot.
  private var picture: String {
    let rows = Array(zip(Self.kinds, inference.alone))
    let height = 26 + rows.count * Self.rowHeight
    let bound = threshold.map { threshold in
      """
      <line class="bound" x1="\(x(threshold))" y1="16" x2="\(x(threshold))" y2="\(height)"/>
      <text class="note" x="\(x(threshold))" y="11" text-anchor="middle">\(fixed(threshold, digits: 2))</text>

      """
    }
    let id = outline.id("smoke-picture")
    let isScored = inference.alone.contains { $0.rankingScore != nil }
    return """
      <figure>
      <figcaption>\(isScored ? "Scores and probabilities" : "Probabilities")</figcaption>
      <p class="legend">A tick is a token: how probable it is that it is kept. \
      \(isScored ? "The dot is the pair's score. " : "")\(threshold == nil ? "" : "The dashed line is the threshold.")</p>
      <svg class="chart" viewBox="0 0 360 \(height)" role="img" aria-labelledby="\(id)-t \(id)-d">
      <title id="\(id)-t">\(isScored ? "Score and token probabilities" : "Token probabilities") of each pair, from 0 to 1</title>
      <desc id="\(id)-d">\(rows.enumerated().map(description).joined(separator: " "))</desc>
      \(bound ?? "")<text class="note" x="\(Self.left)" y="11" text-anchor="middle">0</text>
      <text class="note" x="\(Self.right)" y="11" text-anchor="middle">1</text>
      \(rows.enumerated().map { row($0, $1.0, $1.1) }.joined())</svg>
      </figure>

      """
  }

  private func row(_ index: Int, _ kind: String, _ prediction: PairPrediction) -> String {
    let y = 26 + index * Self.rowHeight + Self.rowHeight / 2 - 4
    var text = """
      <text x="0" y="\(y + 4)">\(index + 1) \(kind)</text>
      <line class="axis" x1="\(Self.left)" y1="\(y)" x2="\(Self.right)" y2="\(y)"/>

      """
    for probability in passageProbabilities(prediction) {
      text +=
        "<line class=\"tick\" x1=\"\(x(probability))\" y1=\"\(y - 7)\" x2=\"\(x(probability))\" y2=\"\(y + 7)\"/>"
    }
    if let score = prediction.rankingScore.map(Double.init), (0...1).contains(score) {
      text += "<circle class=\"score\" cx=\"\(x(score))\" cy=\"\(y)\" r=\"5\"/>"
    }
    return text + "\n"
  }

  private func description(_ row: EnumeratedSequence<[(String, PairPrediction)]>.Element) -> String {
    let (kind, prediction) = row.element
    var parts: [String] = []
    if let score = prediction.rankingScore { parts.append("score \(fixed(Double(score), digits: 3))") }
    let probabilities = passageProbabilities(prediction)
    if let lowest = probabilities.min(), let highest = probabilities.max() {
      parts.append("tokens \(fixed(lowest, digits: 2)) to \(fixed(highest, digits: 2))")
    }
    return "\(row.offset + 1), \(kind): \(parts.joined(separator: ", "))."
  }

  /// The probabilities of the passage's tokens, as far as they are numbers from 0 to 1.
  private func passageProbabilities(_ prediction: PairPrediction) -> [Double] {
    zip(prediction.keepProbabilities, prediction.encoding.sequenceIDs).filter { $0.1 == 1 }
      .map { Double($0.0) }.filter { (0...1).contains($0) }
  }

  /// The place of a number from 0 to 1, in tenths of a unit.
  private func x(_ value: Double) -> String {
    let share = min(max(value, 0), 1)
    return fixed(Double(Self.left) + share * Double(Self.right - Self.left), digits: 1)
  }

  // MARK: Passages

  private func item(_ pair: TextPair, _ prediction: PairPrediction) -> String {
    let score = prediction.rankingScore.map { " <small>score \(fixed(Double($0), digits: 3))</small>" }
    let passage = pair.document.isEmpty ? "<em>an empty passage</em>" : shaded(pair.document, prediction)
    return """
      <figure>
      <figcaption>\(markup(pair.query))\(score ?? "")</figcaption>
      <p class="passage">\(passage)</p>
      </figure>

      """
  }

  /// The passage, token by token; what lies between tokens, or was cut off, has no shade.
  private func shaded(_ passage: String, _ prediction: PairPrediction) -> String {
    let scalars = Array(passage.unicodeScalars)
    let encoding = prediction.encoding
    let probabilities = prediction.keepProbabilities
    func text(_ range: Range<Int>) -> String {
      markup(String(String.UnicodeScalarView(scalars[range])))
    }
    var result = ""
    var end = 0
    for index in 0..<encoding.count where encoding.sequenceIDs[index] == 1 {
      // Tokens of one scalar's bytes share its place, and some begin with the space before them.
      let range = encoding.offsets[index].clamped(to: 0..<scalars.count)
      let start = max(range.lowerBound, end)
      guard start < range.upperBound, index < probabilities.count else { continue }
      if end < start { result += text(end..<start) }
      let probability = Double(probabilities[index])
      result +=
        "<i class=\"\(TokenShade.name(probability))\" title=\"\(fixed(probability, digits: 3))\">"
        + text(start..<range.upperBound) + "</i>"
      end = range.upperBound
    }
    return result + text(end..<scalars.count)
  }
}

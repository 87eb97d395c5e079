import PackTokenizers
import Pruning

/// The smoke inference: each passage with its tokens shaded by the probability that they are kept.
struct HTMLSmoke {
  let inference: SmokeInference

  /// The section.
  var markup: String {
    let pairs = zip(SmokeInference.pairs, inference.alone).map { item($0, $1) }
    return """
      <section>
      <h2>Smoke inference</h2>
      <p class="legend">The model ran on pairs that every package is tried with. The stronger the shade of a token, the more \
      probable it is kept: <span class="scale" aria-hidden="true"></span> 0 to 1.</p>
      \(pairs.joined())</section>

      """
  }

  private func item(_ pair: TextPair, _ prediction: PairPrediction) -> String {
    let score = prediction.rankingScore.map {
      " <span class=\"score\">score \(fixed(Double($0), digits: 3))</span>"
    }
    let passage = pair.document.isEmpty ? "<em>an empty passage</em>" : shaded(pair.document, prediction)
    return """
      <figure>
      <figcaption>\(PackValidation.markup(pair.query))\(score ?? "")</figcaption>
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
      PackValidation.markup(String(String.UnicodeScalarView(scalars[range])))
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
      let percent = probability.isFinite ? Int((min(max(probability, 0), 1) * 100).rounded()) : 0
      result +=
        "<span style=\"--keep:\(percent)%\" title=\"\(fixed(probability, digits: 3))\">"
        + text(start..<range.upperBound) + "</span>"
      end = range.upperBound
    }
    return result + text(end..<scalars.count)
  }
}

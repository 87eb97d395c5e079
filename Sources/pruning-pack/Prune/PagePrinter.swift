import PackFiles
import Pruning

/// One HTML page that needs nothing else: every sentence with its probability, every token shaded by its own.
struct PagePrinter: PassagePrinter {
  /// The model's directory, for the page's title.
  let model: String
  /// Sentences above it are kept.
  let threshold: Double

  var opening: String {
    """
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Pruned by \(escaped(model))</title>
    <style>
    \(PageStyle.css)
    </style>
    <header>
    <h1>Pruned by \(escaped(model))</h1>
    <p class="legend">Each row is a sentence with its probability, kept where that is above <b>\(threshold)</b>;
    a token's shade is its own probability:
    <span class="scale"><i class="p0">0</i><i class="p2">.2</i><i class="p4">.4</i><i class="p6">.6</i><i class="p8">.8</i><i \
    class="p9">1</i></span></p>
    <label><input type="checkbox" id="only"> show only what is kept</label>
    </header>
    <main>

    """
  }

  var closing: String { "</main>\n</html>\n" }

  func text(_ request: PruningRequest, _ passage: PrunedPassage) -> String {
    let pieces = passage.titles + passage.sentences
    let score = passage.rankingScore.map { "score <b>\(rounded($0))</b> · " } ?? ""
    let kept = pieces.count(where: \.isKept)
    var page = "<section>\n<h2 dir=\"auto\">\(escaped(request.query))</h2>\n"
    page += "<p class=\"facts\">\(score)<b>\(kept)</b> of \(pieces.count) sentences kept · "
    page += "<b>\(tenths(passage.compressionRate)) %</b> of the text dropped</p>\n<ol>\n"
    for (index, piece) in pieces.enumerated() {
      let kind = (piece.isKept ? "kept" : "dropped") + (index < passage.titles.count ? " title" : "")
      let probability = rounded(Float(piece.probability))
      page += "<li class=\"\(kind)\"><span class=\"number\">\(probability)"
      page += "<meter min=\"0\" max=\"1\" value=\"\(probability)\"></meter></span>"
      page += "<span class=\"words\" dir=\"auto\">\(shaded(piece))</span></li>\n"
    }
    return page + "</ol>\n</section>\n"
  }

  /// A sentence's text with its tokens marked.
  private func shaded(_ sentence: PrunedPassage.Sentence) -> String {
    let scalars = Array(sentence.text.unicodeScalars)
    var page = ""
    var place = 0
    for token in sentence.tokens {
      let start = max(place, token.range.lowerBound)
      // Several tokens may share a scalar; the first one has it.
      guard start < token.range.upperBound else { continue }
      page += escaped(scalars[place..<start])
      let level = min(max(Int(token.probability * 10), 0), 9)
      page += "<i class=\"p\(level)\" title=\"\(rounded(token.probability))\">"
      page += escaped(scalars[start..<token.range.upperBound]) + "</i>"
      place = token.range.upperBound
    }
    return page + escaped(scalars[place...])
  }

  private func escaped(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars)
    return escaped(text)
  }

  private func escaped(_ shown: String) -> String {
    var text = ""
    for scalar in shown.visibleLines.unicodeScalars {
      // Attributes stand in double quotes here, and an apostrophe is read as it is.
      if scalar == "\n" {
        // A line of the page that a passage began could be a command to a CI system.
        text += "&#10;"
      } else if scalar != "'", let entity = scalar.markupEntity {
        text += entity
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  private func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}

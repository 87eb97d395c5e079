import PackFiles
import PackValidation
import Pruning

/// One HTML page that needs nothing else: every sentence with its probability, every token shaded by its own.
struct PagePrinter: PassagePrinter {
  /// The model's directory, for the page's title.
  let model: String
  /// Which sentences are kept, as HTML.
  let rule: String

  var opening: String {
    HTMLPage(title: "Pruned by \(model)").opening + """
      <div class="head">
      <h1>Pruned by \(escaped(model))</h1>
      <p class="legend">A row is a sentence with its probability, \(rule); the shade of a
      token is its own probability: \(TokenShade.scale)</p>
      <label><input type="checkbox" id="only"> Show only what is kept</label>
      </div>

      """
  }

  var closing: String { HTMLPage.closing(footer: "pruning-pack \(toolVersion)") }

  func text(_ request: PruningRequest, _ passage: PrunedPassage) -> String {
    let pieces = passage.titles + passage.sentences
    let score = passage.rankingScore.map { "score <b>\(rounded($0))</b> · " } ?? ""
    let kept = pieces.count(where: \.isKept)
    var page = "<section>\n<h2 dir=\"auto\">\(escaped(request.query))</h2>\n"
    page += "<p class=\"faint\">\(score)<b>\(kept)</b> of \(pieces.count) sentences kept · "
    page += "<b>\(tenths(passage.compressionRate)) %</b> of the text dropped</p>\n<ol class=\"sentences\">\n"
    for (index, piece) in pieces.enumerated() {
      let kind = (piece.isKept ? "kept" : "dropped") + (index < passage.titles.count ? " title" : "")
      let probability = rounded(Float(piece.probability))
      page += "<li class=\"\(kind)\"><span class=\"probability\">"
      page += "<span class=\"hidden\">\(piece.isKept ? "kept" : "dropped"), </span>\(probability)"
      page += "<meter min=\"0\" max=\"1\" value=\"\(probability)\" aria-hidden=\"true\"></meter></span>"
      page += "<span class=\"words\" dir=\"auto\">\(shaded(piece))</span></li>\n"
    }
    return page + "</ol>\n</section>\n"
  }

  /// A sentence's text with its tokens marked.
  func shaded(_ sentence: PrunedPassage.Sentence) -> String {
    let scalars = Array(sentence.text.unicodeScalars)
    var page = ""
    var place = 0
    for token in sentence.tokens {
      let start = max(place, token.range.lowerBound)
      // Several tokens may share a scalar; the first one has it.
      guard start < token.range.upperBound else { continue }
      page += escaped(scalars[place..<start])
      page +=
        "<i class=\"\(TokenShade.name(Double(token.probability)))\" title=\"\(rounded(token.probability))\">"
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

  func escaped(_ shown: String) -> String {
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

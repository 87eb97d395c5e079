import PackEvaluation
import PackFiles
import PackValidation
import Pruning

extension EvaluationReport {
  /// One HTML page that needs nothing else: figures, curves, and the worst passages with their tokens shaded.
  var page: String {
    let passages = PagePrinter(model: model, rule: "kept where that is above <b>\(result.threshold)</b>")
    let title = "\(model) on \(lastPathComponent(input))"
    var page = HTMLPage(title: title).opening
    page += "<div class=\"head\">\n<h1>\(passages.escaped(title))</h1>\n"
    page += "<p class=\"verdict\">\(passages.escaped(advice))</p>\n<ul class=\"counts\">\n"
    for metric in EvaluationMetric.overall {
      guard let estimate = result.overall[metric] else { continue }
      page += "<li><b>\(estimate.text(digits: metric.digits))</b> \(metric.title)</li>\n"
    }
    page += "</ul>\n<p class=\"faint\">\(passages.escaped(facts)). Own threshold: \(result.threshold)."
    if result.sampleCount > 0 { page += " \(intervals.prefix(1).uppercased() + intervals.dropFirst())." }
    if let comparison {
      page += " \(passages.escaped(comparison.prefix(1).uppercased() + comparison.dropFirst()))."
    }
    page += "</p>\n</div>\n"
    if result.counts.labelled > 0 {
      page += "<section>\n<h2>By threshold</h2>\n"
      page +=
        CurveChart(
          result: result, id: "kept", title: "What is kept", metrics: [.f2, .recall, .precision]
        ).figure
      page +=
        CurveChart(
          result: result, id: "dropped", title: "What is dropped",
          metrics: [.compressionWithAnswer, .compressionWithoutAnswer]
        ).figure
      page += thresholdTable + "</section>\n"
    }
    if !result.worst.isEmpty {
      page +=
        "<section>\n<h2>Worst passages</h2>\n<p class=\"legend\">What answers is underlined; the shade of a token is its "
      page += "probability to be kept: \(TokenShade.scale)</p>\n</section>\n"
      for worst in result.worst { page += section(worst, passages) }
    }
    return page + HTMLPage.closing(footer: "pruning-pack \(toolVersion)")
  }

  private var thresholdTable: String {
    var page =
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Figures by threshold\">\n<table>\n<thead><tr>"
    page += "<th scope=\"col\" class=\"number\">threshold</th>"
    for column in Self.columns {
      page += "<th scope=\"col\" class=\"number\">\(column.title)</th>"
    }
    page += "</tr></thead>\n<tbody>\n"
    for row in result.rows {
      let note =
        row.threshold == result.threshold
        ? "<small>own</small>" : row.threshold == result.recommended ? "<small>recommended</small>" : ""
      page += "<tr><th scope=\"row\" class=\"number\">\(row.threshold)\(note)</th>"
      for column in Self.columns {
        page +=
          "<td class=\"number\">\(row.figures[column.metric].map { cell($0, column.metric) } ?? "–")</td>"
      }
      page += "</tr>\n"
    }
    return page + "</tbody>\n</table>\n</div>\n"
  }

  private func cell(_ estimate: Estimate, _ metric: EvaluationMetric) -> String {
    let value = fixed(estimate.value, digits: metric.digits)
    guard let interval = estimate.interval else { return value }
    let (low, high) = (interval.lowerBound, interval.upperBound)
    return
      "\(value)<small>\(fixed(low, digits: metric.digits)) to \(fixed(high, digits: metric.digits))</small>"
  }

  private func section(_ worst: WorstPassage, _ passages: PagePrinter) -> String {
    var page = "<section>\n<h3 dir=\"auto\">\(passages.escaped(worst.request.query))</h3>\n"
    let score = worst.passage.rankingScore.map { "score \(rounded($0)) · " } ?? ""
    page += "<p class=\"faint\">\(score)\(passages.escaped(verdict(on: worst))) · "
    page += "\(passages.escaped(worst.request.name))</p>\n<ol class=\"sentences\">\n"
    var start = 0
    var pointer = AnswerPointer(worst.answers)
    for sentence in worst.passage.sentences {
      let end = start + sentence.text.unicodeScalars.count
      let answers = pointer.answers(start..<end)
      let kind = (sentence.isKept ? "kept" : "dropped") + (answers ? " answer" : "")
      let said = (sentence.isKept ? "kept" : "dropped") + (answers ? ", answers" : "")
      page += "<li class=\"\(kind)\"><span class=\"probability\"><span class=\"hidden\">\(said), </span>"
      page += "\(rounded(Float(sentence.probability)))</span>"
      page += "<span class=\"words\" dir=\"auto\">\(passages.shaded(sentence))</span></li>\n"
      start = end
    }
    return page + "</ol>\n</section>\n"
  }
}

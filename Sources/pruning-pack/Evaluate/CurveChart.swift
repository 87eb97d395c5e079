import PackEvaluation
import PackFiles

/// A picture of figures by threshold, with the intervals as bands.
struct CurveChart {
  let result: EvaluationResult
  /// An id that no other picture of the page has.
  let id: String
  let title: String
  /// At most three, the first one drawn on top.
  let metrics: [EvaluationMetric]

  private static let styles = ["first", "second", "third"]
  // Units of the picture, near a pixel on a phone.
  private static let (width, height) = (360, 232)
  private static let (left, right, top, bottom) = (32.0, 352.0, 10.0, 184.0)

  /// The picture; empty where no threshold has any of the figures.
  var figure: String {
    let drawn = zip(metrics, Self.styles).filter { metric, _ in
      result.rows.contains { $0.figures[metric] != nil }
    }
    guard let largest = drawn.first?.0.largest else { return "" }
    var body = axes(largest) + marks
    for (metric, style) in drawn.reversed() { body += curve(metric, style) }
    for (index, entry) in drawn.enumerated() { body += legend(entry.0, entry.1, index) }
    return """
      <figure>
      <figcaption>\(title)</figcaption>
      <svg class="chart" viewBox="0 0 \(Self.width) \(Self.height)" role="img" aria-labelledby="\(id)-t \(id)-d">
      <title id="\(id)-t">\(title) by threshold</title>
      <desc id="\(id)-d">The table below has the same numbers.</desc>
      \(body)</svg>
      </figure>

      """
  }

  private func axes(_ largest: Double) -> String {
    var text = ""
    for step in 0...5 {
      let share = Double(step) / 5
      let (x, y) = (self.x(share), self.y(share))
      let label = largest > 1 ? fixed(share * largest, digits: 0) : fixed(share, digits: 1)
      text += """
        <line class="axis" x1="\(fixed(Self.left, digits: 0))" y1="\(y)" x2="\(fixed(Self.right, digits: 0))" y2="\(y)"/>\
        <text class="note" x="\(fixed(Self.left - 5, digits: 0))" y="\(y)" dy="4" text-anchor="end">\(label)</text>\
        <text class="note" x="\(x)" y="\(fixed(Self.bottom + 16, digits: 0))" text-anchor="middle">\(fixed(share, digits: 1))</text>

        """
    }
    return text
  }

  /// The package's threshold and the recommended one.
  private var marks: String {
    var places = [(result.threshold, "own")]
    if let recommended = result.recommended, recommended != result.threshold {
      places.append((recommended, "recommended"))
    }
    return places.map { threshold, name in
      let x = x(threshold)
      return """
        <line class="place" x1="\(x)" y1="\(fixed(Self.top, digits: 0))" x2="\(x)" y2="\(fixed(Self.bottom, digits: 0))">\
        <title>\(name) threshold, \(threshold)</title></line>

        """
    }.joined()
  }

  private func curve(_ metric: EvaluationMetric, _ style: String) -> String {
    let points = result.rows.compactMap { row in row.figures[metric].map { (row.threshold, $0) } }
    let line = points.map { "\(x($0.0)),\(y($0.1.value / metric.largest))" }.joined(separator: " ")
    let upper = points.compactMap { point in
      point.1.interval.map { "\(x(point.0)),\(y($0.upperBound / metric.largest))" }
    }
    let lower = points.reversed().compactMap { point in
      point.1.interval.map { "\(x(point.0)),\(y($0.lowerBound / metric.largest))" }
    }
    let band =
      upper.isEmpty
      ? "" : "<polygon class=\"band \(style)\" points=\"\((upper + lower).joined(separator: " "))\"/>\n"
    return band + "<polyline class=\"curve \(style)\" points=\"\(line)\"/>\n"
  }

  private func legend(_ metric: EvaluationMetric, _ style: String, _ index: Int) -> String {
    let wide = metrics.contains { $0.title.utf8.count > 12 }
    let x = wide ? 32 : 32 + index * 110
    let y = wide ? 212 + index * 15 : 220
    return """
      <line class="curve \(style)" x1="\(x)" y1="\(y - 4)" x2="\(x + 24)" y2="\(y - 4)"/>\
      <text x="\(x + 30)" y="\(y)">\(metric.title)</text>

      """
  }

  private func x(_ share: Double) -> String { fixed(Self.left + share * (Self.right - Self.left), digits: 1) }
  private func y(_ share: Double) -> String {
    fixed(Self.bottom - min(max(share, 0), 1) * (Self.bottom - Self.top), digits: 1)
  }
}

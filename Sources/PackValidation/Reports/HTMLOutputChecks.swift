import PackFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Pictures of how near a package's outputs come to those of PyTorch: a bar a pair, on a logarithmic scale.
struct HTMLOutputChecks {
  let checks: [OutputCheck]
  let outline: HTMLOutline

  /// Units of the picture's width, near a pixel on a phone.
  private static let width = 360
  private static let left = 30
  private static let right = 338
  /// The powers of ten that the scale goes from and to.
  private static let powers = -4...2
  /// A recording may have any number of pairs; a picture is for looking at.
  private static let barLimit = 60

  /// The section; empty where there is nothing to compare with.
  var section: String {
    guard !checks.isEmpty else { return "" }
    let figures = checks.enumerated().map { figure($1, number: $0 + 1) }
    return outline.section("outputs", "Same outputs as PyTorch", figures.joined())
  }

  private func figure(_ check: OutputCheck, number: Int) -> String {
    let id = outline.id("outputs-\(number)")
    let shown = Array(check.cases.enumerated().prefix(Self.barLimit))
    let height = 30 + shown.count * 13
    let bars = shown.map { bar($1, number: $0 + 1, y: 24 + $0 * 13) }
    let lines = Self.powers.map { power in
      let x = position(of: Double(power))
      let kind = power == 0 ? "bound" : "axis"
      return """
        <line class="\(kind)" x1="\(x)" y1="16" x2="\(x)" y2="\(height)"/>\
        <text class="note" x="\(x)" y="11" text-anchor="middle">\(label(power))</text>

        """
    }
    let rest = check.cases.count - shown.count
    return """
      <figure>
      <figcaption>Outputs \(markup(check.origin))</figcaption>
      <p>\(summary(check))</p>
      <svg class="chart" viewBox="0 0 \(Self.width) \(height + 2)" role="img" aria-labelledby="\(id)-t \(id)-d">
      <title id="\(id)-t">Largest difference of each pair, as a share of what is allowed</title>
      <desc id="\(id)-d">\(description(check))</desc>
      \(lines.joined())\(bars.joined())</svg>
      \(rest > 0 ? "<p class=\"faint\">and \(rest) more pairs</p>\n" : "")</figure>

      """
  }

  private func bar(_ entry: OutputCheck.Case, number: Int, y: Int) -> String {
    let tip = "<title>\(number): \(markup(entry.query)): \(shareText(entry.share))</title>"
    var text = "<text class=\"note\" x=\"22\" y=\"\(y + 8)\" text-anchor=\"end\">\(number)</text>"
    guard let share = entry.share else {
      return text + "<text x=\"\(Self.left + 4)\" y=\"\(y + 8)\">other tokens\(tip)</text>\n"
    }
    let power = share > 0 ? log10Bounded(share) : Double(Self.powers.lowerBound)
    let width = max(2, position(of: power) - Self.left)
    text += """
      <rect class="bar\(share > 1 ? " beyond" : "")" x="\(Self.left)" y="\(y)" width="\(width)" height="9" rx="2">\
      \(tip)</rect>

      """
    return text
  }

  /// One sentence on the whole.
  private func summary(_ check: OutputCheck) -> String {
    let count = check.cases.count
    let pairs = count == 1 ? "pair" : "pairs"
    if check.failureCount > 0 {
      return
        "<strong class=\"status failed\">\(check.failureCount) of \(count) \(pairs)</strong> differ by more than is allowed."
    }
    let largest = check.cases.compactMap(\.share).max() ?? 0
    return """
      <strong class="status checked">\(count) of \(count) \(pairs)</strong> agree. The largest difference is \
      \(shareText(largest)).
      """
  }

  private func description(_ check: OutputCheck) -> String {
    let shares = check.cases.prefix(Self.barLimit).enumerated().map { "\($0 + 1): \(shareText($1.share))" }
    return "The dashed line is the bound. " + shares.joined(separator: "; ") + "."
  }

  private func shareText(_ share: Double?) -> String {
    guard let share else { return "other tokens" }
    guard share.isFinite else { return "not comparable" }
    if share == 0 { return "0 % of what is allowed" }
    if share < 0.0001 { return "less than 0.01 % of what is allowed" }
    return share < 100
      ? "\(fixed(share * 100, digits: share < 0.1 ? 2 : 0)) % of what is allowed"
      : "\(fixed(share, digits: 0)) times what is allowed"
  }

  private func label(_ power: Int) -> String {
    switch power {
    case 0: "bound"
    case 1: "10×"
    case 2: "100×"
    case -1: "10%"
    case -2: "1%"
    case -3: ".1%"
    default: ".01%"
    }
  }

  /// The place of a power of ten.
  private func position(of power: Double) -> Int {
    let span = Double(Self.powers.upperBound - Self.powers.lowerBound)
    let share = (power - Double(Self.powers.lowerBound)) / span
    return Self.left + Int((Double(Self.right - Self.left) * share).rounded())
  }

  /// The logarithm, within the scale.
  private func log10Bounded(_ value: Double) -> Double {
    let (low, high) = (Double(Self.powers.lowerBound), Double(Self.powers.upperBound))
    guard value.isFinite else { return high }
    return min(max(log10(value), low), high)
  }
}

/// A line on the terminal that says how far the work is. It is shown where nothing else is written to.
struct ProgressLine {
  private let isShown: Bool
  private let start = ContinuousClock.now
  private var last: ContinuousClock.Instant?

  init(_ common: CommonOptions) {
    isShown = !common.quiet && standardError.isTerminal && !standardOutput.isTerminal
  }

  /// Shows a count, at most some times a second.
  ///
  /// - Parameters:
  ///   - count: what is done.
  ///   - noun: what is counted.
  ///   - detail: how far the work at hand is.
  ///   - share: how much of the input that was, from 0 to 1, where it is known.
  mutating func show(_ count: Int, _ noun: String, detail: String = "", share: Double?) {
    guard isShown else { return }
    let now = ContinuousClock.now
    if let last, now - last < .milliseconds(200) { return }
    last = now
    let elapsed = now - start
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    let speed = seconds > 0.5 ? ", \(Int((Double(count) / seconds).rounded())) a second" : ""
    let part = share.map { ", \(Int(($0 * 100).rounded(.down))) %" } ?? ""
    standardError.write("\r\u{1B}[K\(count) \(noun)\(part)\(speed)\(detail)")
  }

  /// Takes the line away.
  func clear() {
    if last != nil { standardError.write("\r\u{1B}[K") }
  }
}

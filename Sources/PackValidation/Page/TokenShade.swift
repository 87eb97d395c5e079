/// A token's shade on a page.
package enum TokenShade {
  /// Number of shades; each has a class of the style, `p0` to `p9`.
  private static let count = 10

  /// The class of the tokens of a probability; NaN has the lightest.
  package static func name(_ probability: Double) -> String {
    guard probability.isFinite else { return "p0" }
    return "p\(Int(min(max(probability * Double(count), 0), Double(count - 1))))"
  }

  /// The shades side by side, with the probabilities that they begin at.
  package static let scale: String = {
    let steps = [("p0", "0"), ("p2", ".2"), ("p4", ".4"), ("p6", ".6"), ("p8", ".8"), ("p9", "1")]
    return "<span class=\"scale\">" + steps.map { "<i class=\"\($0.0)\">\($0.1)</i>" }.joined() + "</span>"
  }()
}

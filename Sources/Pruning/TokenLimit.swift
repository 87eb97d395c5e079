/// How many of a passage's tokens may stay. Whole sentences do, from the highest probability down: one that does not fit is
/// left out, and the next ones are tried. `budget` and `rate` of `process` in the modelling file.
public enum TokenLimit: Sendable, Hashable {
  /// A number of tokens.
  case budget(Int)
  /// A share of the tokens, from 0 to 1, of which the whole part counts.
  case rate(Double)

  /// The tokens that may stay of so many.
  func tokens(of count: Int) -> Int {
    switch self {
    case .budget(let budget): budget
    case .rate(let rate): Int(min(max(rate, 0), 1) * Double(count))
    }
  }
}

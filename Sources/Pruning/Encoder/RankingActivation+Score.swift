public import ModelDir

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension RankingActivation {
  /// The score that logits stand for; nil where there is no logit.
  ///
  /// - Parameter logits: the classifier's outputs, [labels].
  public func score(_ logits: [Float]) -> Float? {
    guard let last = logits.last else { return nil }
    switch self {
    case .identity: return last
    case .sigmoid: return 1 / (1 + exp(-last))
    case .softmax:
      let largest = logits.reduce(last) { max($0, $1) }
      return exp(last - largest) / logits.reduce(0) { $0 + exp($1 - largest) }
    }
  }
}

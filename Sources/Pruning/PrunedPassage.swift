/// A passage with what does not answer the query taken out.
///
/// The passage is cut into sentences, each kept or dropped as a whole; together they are the passage, scalar for scalar,
/// unless ``PruningOptions/stripsSentences`` is set.
public struct PrunedPassage: Sendable {
  /// A title, or a sentence with the white space after it.
  public struct Sentence: Sendable, Hashable {
    /// The text: a slice of the passage, or a title and a line's end.
    public var text: String
    /// What its tokens' keep probabilities come to by the package's aggregation.
    public var probability: Double
    /// Whether it stays.
    public var isKept: Bool
    /// Its tokens; none without ``PruningOptions/givesTokens``.
    public var tokens: [Token]
    /// Where a sentence begins.
    struct Start: Sendable, Hashable {
      var scalar = -1
      var byte = -1
    }

    /// Where it begins in the passage as it was given, in scalars and in bytes; negative for a title.
    var start = Start()

    /// Its place in the passage as it was given, in Unicode scalars; nil for a title, which is no part of it.
    ///
    /// - Complexity: O(n) in the length of the sentence.
    public var range: Range<Int>? {
      start.scalar < 0 ? nil : start.scalar..<start.scalar + text.unicodeScalars.count
    }

    /// The same in bytes of UTF-8.
    public var byteRange: Range<Int>? { start.byte < 0 ? nil : start.byte..<start.byte + text.utf8.count }
  }

  /// A token of a sentence.
  public struct Token: Sendable, Hashable {
    /// Its place in the sentence, in Unicode scalars. It may begin before the sentence or end after it: then what is
    /// inside counts.
    public var range: Range<Int>
    /// Probability to be kept.
    public var probability: Float
  }

  /// The titles.
  public var titles: [Sentence]
  /// The passage's sentences in order.
  public var sentences: [Sentence]
  /// The passage's score; nil in pruning_only.
  public var rankingScore: Float?
  /// Whether nothing but white space is kept and the score is 0 for that reason. The model's own scores may be below 0,
  /// and are still better.
  public var isScoreZeroed: Bool
  /// Length of the passage in Unicode scalars.
  public var length: Int

  /// The kept sentences, one after the other.
  public var text: String { sentences.filter(\.isKept).map(\.text).joined() }

  /// Share of the passage's characters (Unicode scalars) that were dropped, in percent.
  public var compressionRate: Double {
    let kept = sentences.reduce(0) { $0 + ($1.isKept ? $1.text.unicodeScalars.count : 0) }
    return Double(length - kept) / Double(max(length, 1)) * 100
  }
}

extension [PrunedPassage] {
  /// The places of the passages from the best to the worst: those of which nothing is kept are last, equal ones stay in
  /// order. `reorder` and `top_k` of `process` in the modelling file.
  ///
  /// - Parameter limit: only so many; nil for all.
  public func ranked(limit: Int? = nil) -> [Int] {
    let order = indices.sorted { one, other in
      let (a, b) = (self[one], self[other])
      if a.isScoreZeroed != b.isScoreZeroed { return b.isScoreZeroed }
      let (left, right) = (a.rankingScore ?? 0, b.rankingScore ?? 0)
      return left == right ? one < other : left > right
    }
    return [Int](order.prefix(Swift.max(0, limit ?? count)))
  }
}

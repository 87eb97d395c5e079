/// What a package makes of the example of its card, computed by the package itself.
public struct CardExample: Sendable, Hashable {
  /// What the example asks.
  public static let query = "What do giant pandas eat?"
  /// The passage's sentences, which a blank joins.
  public static let sentences = [
    "The giant panda lives in the mountains of central China.",
    "Its black and white coat makes it easy to recognise.",
    "Giant pandas eat almost nothing but bamboo, up to 38 kilograms a day.",
    "A newborn cub weighs about 100 grams.",
    "Armand David described the species in 1869.",
  ]
  /// The passages that are reranked.
  public static let reranked = [sentences[2], "The museum is closed on Mondays."]
  /// The passage whose tokens are shown.
  public static let short = "Giant pandas eat bamboo."

  /// A piece of a passage.
  public struct Part: Sendable, Hashable {
    /// Its text, as it stands in the passage.
    public var text: String
    /// The probability to be kept.
    public var probability: Float
    /// Whether it is kept.
    public var isKept: Bool

    /// Creates a part.
    public init(text: String, probability: Float, isKept: Bool) {
      self.text = text
      self.probability = probability
      self.isKept = isKept
    }
  }

  /// The passage, sentence by sentence.
  public var sentences: [Part]
  /// The passage's score; nil in pruning_only.
  public var score: Float?
  /// Share of the passage's characters that were dropped, in percent.
  public var compressionRate: Double
  /// The scores of ``reranked``; empty in pruning_only.
  public var rerankedScores: [Float]
  /// The tokens of ``short``.
  public var tokens: [Part]
  /// The score of ``short``; nil in pruning_only.
  public var shortScore: Float?

  /// Creates an example.
  public init(
    sentences: [Part], score: Float?, compressionRate: Double, rerankedScores: [Float], tokens: [Part],
    shortScore: Float?
  ) {
    self.sentences = sentences
    self.score = score
    self.compressionRate = compressionRate
    self.rerankedScores = rerankedScores
    self.tokens = tokens
    self.shortScore = shortScore
  }

  /// The kept sentences.
  var keptText: String { sentences.filter(\.isKept).map(\.text).joined() }
}

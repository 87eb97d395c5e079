public import PackDigests
public import PackEncoders

/// What PyTorch computed for a model: `reference_outputs.json`, with which a package can be checked without Python.
public struct ReferenceOutputs: Sendable, Hashable {
  /// Version of the file's format. Files of version 1 name no origin: it is the package.
  public static let format = 2

  /// What computed the outputs.
  public struct Versions: Sendable, Hashable {
    /// Version of Python.
    public var python: String
    /// Version of torch.
    public var torch: String
    /// Version of transformers.
    public var transformers: String
    /// Version of tokenizers.
    public var tokenizers: String

    /// Names four versions.
    public init(python: String, torch: String, transformers: String, tokenizers: String) {
      self.python = python
      self.torch = torch
      self.transformers = transformers
      self.tokenizers = tokenizers
    }
  }

  /// A pair of texts and what came out for it.
  public struct Case: Sendable, Hashable {
    /// The query.
    public var query: String
    /// The passage.
    public var document: String
    /// The most tokens of the pair, where that is less than the package's max_length.
    public var maximumLength: Int?
    /// Ids of the pair's tokens, truncated longest-first.
    public var inputIDs: [Int32]
    /// The ranking classifier's logits, [labels]; nil in pruning_only.
    public var rankingLogits: [Float]?
    /// The head's logits, one pair a token.
    public var pruningLogits: [PruningLogits]
    /// Whether a package carries the case; an unpublished one is only compared with the package before it is written.
    public var isPublished = true

    /// Creates a case.
    public init(
      query: String, document: String, maximumLength: Int?, inputIDs: [Int32], rankingLogits: [Float]?,
      pruningLogits: [PruningLogits]
    ) {
      self.query = query
      self.document = document
      self.maximumLength = maximumLength
      self.inputIDs = inputIDs
      self.rankingLogits = rankingLogits
      self.pruningLogits = pruningLogits
    }
  }

  /// What the outputs were computed from.
  public var origin: Origin
  /// What computed the outputs.
  public var versions: Versions
  /// Digests of the weight files that they were computed from, by their paths in the package.
  public var weights: [String: SHA256Digest]
  /// How far a ranking logit may be off.
  public var rankingTolerance: Tolerance
  /// How far a pruning logit may be off.
  public var pruningTolerance: Tolerance
  /// The cases.
  public var cases: [Case]

  /// Creates a recording.
  public init(
    origin: Origin, versions: Versions, weights: [String: SHA256Digest],
    rankingTolerance: Tolerance = .standard,
    pruningTolerance: Tolerance = .standard, cases: [Case]
  ) {
    self.origin = origin
    self.versions = versions
    self.weights = weights
    self.rankingTolerance = rankingTolerance
    self.pruningTolerance = pruningTolerance
    self.cases = cases
  }
}

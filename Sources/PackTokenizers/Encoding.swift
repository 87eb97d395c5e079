/// The tokens of a text or of a pair of texts, special tokens included.
///
/// All arrays have one element a token. Offsets of each of the two sequences start at 0; those of special tokens
/// are empty ranges at 0. Offsets need not be disjoint: a space that the tokenizer put before the first word
/// covers that word's first scalar.
public struct Encoding: Sendable, Hashable {
  /// Ids in the vocabulary.
  public internal(set) var ids: [Int32] = []
  /// Segment ids, as the template gives them.
  public internal(set) var typeIDs: [Int32] = []
  /// Place in the text, in Unicode scalars.
  public internal(set) var offsets: [Range<Int>] = []
  /// Place in the text, in bytes of its UTF-8 form.
  public internal(set) var byteOffsets: [Range<Int>] = []
  /// 0 for tokens of the first text, 1 for tokens of the second, nil for those that the template adds.
  public internal(set) var sequenceIDs: [UInt8?] = []
  /// 1 for tokens that the template adds, else 0.
  public internal(set) var specialTokensMask: [UInt8] = []

  /// The tokens' texts one after the other, and where each ends: strings are made only when they are asked for.
  var tokenBytes: [UInt8] = []
  var tokenEnds: [Int] = []

  /// Number of tokens.
  public var count: Int { ids.count }

  /// The tokens as the vocabulary spells them; an unknown piece as the normalizer left it.
  ///
  /// - Complexity: O(n), with one string a token; keep the result rather than ask again.
  public var tokens: [String] {
    var start = 0
    return tokenEnds.map { end in
      defer { start = end }
      return String(decoding: tokenBytes[start..<end], as: UTF8.self)
    }
  }
}

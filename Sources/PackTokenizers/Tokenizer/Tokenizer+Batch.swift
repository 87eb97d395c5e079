import PackThreads

extension Tokenizer {
  /// A text, or a pair of texts, of a batch.
  public struct Input: Sendable, Hashable {
    /// The text, or the first of the pair.
    public var text: String
    /// The second of the pair.
    public var pair: String?

    /// Creates an input.
    public init(_ text: String, pair: String? = nil) {
      self.text = text
      self.pair = pair
    }
  }

  /// Encodes many texts or pairs on several threads; the results stand in the order of the inputs and are those
  /// that `encode` gives one by one.
  ///
  /// - Parameters:
  ///   - inputs: texts and pairs.
  ///   - addSpecialTokens: whether the template's own tokens are put in.
  ///   - truncation: the most tokens there may be in each.
  ///   - threads: how many threads to use, at least one.
  /// - Throws: ``TokenizerError`` of the first input that cannot be encoded.
  public func encodeBatch(
    _ inputs: [Input], addSpecialTokens: Bool = true, truncation: Truncation? = nil, threads: Int
  ) throws(TokenizerError) -> [Encoding] {
    let results = concurrently(inputs.count, threads: threads) { index in
      do throws(TokenizerError) {
        return Result<Encoding, TokenizerError>.success(
          try encode(
            inputs[index].text, pair: inputs[index].pair, addSpecialTokens: addSpecialTokens,
            truncation: truncation))
      } catch {
        return .failure(error)
      }
    }
    var encodings: [Encoding] = []
    encodings.reserveCapacity(results.count)
    for result in results { encodings.append(try result.get()) }
    return encodings
  }
}

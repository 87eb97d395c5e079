extension Tokenizer {
  /// Turns ids back into text, as well as the file's decoder can.
  ///
  /// - Parameters:
  ///   - ids: ids in the vocabulary; those that no token has are left out.
  ///   - skipSpecialTokens: whether added tokens that are special are left out.
  public func decode(_ ids: some Sequence<Int32>, skipSpecialTokens: Bool = true) -> String {
    var tokens: [[UInt8]] = []
    for id in ids {
      if let token = added.decodedText(id) {
        if !(skipSpecialTokens && added.isSpecial(token)) { tokens.append(token) }
      } else if let token = model.vocabulary.text(ofID: id) {
        if !(skipSpecialTokens && added.isSpecial(Array(token))) { tokens.append(Array(token)) }
      }
    }
    guard let decoder else { return String(decoding: Array(tokens.joined(separator: [0x20])), as: UTF8.self) }
    if !tokens.isEmpty { decoder.apply(to: &tokens) }
    return String(decoding: Array(tokens.joined()), as: UTF8.self)
  }
}

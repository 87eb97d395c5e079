package import PackJSON

extension Encoder {
  /// The key by which transformers 5 makes another model of a sub-model's config.json than transformers 4; nil where both
  /// make the same.
  ///
  /// - Throws: ``PackJSON/JSONError`` for a value that neither can read.
  package static func keyOfVersion5(config: JSONNode) throws(JSONError) -> String? {
    try EncoderFamily(config: config) == .modernBert ? try ModernBertConfig.keyOfVersion5(config) : nil
  }
}

public import PackJSON

extension EncoderDialects {
  /// Reads a configuration in any dialect.
  ///
  /// - Parameter config: the root of the model's config.json.
  /// - Throws: `JSONError` for a configuration that cannot be run, or of which versions build different models.
  public init(config: JSONNode) throws(JSONError) {
    guard try EncoderFamily(config: config) == .modernBert else {
      self.init()
      return
    }
    self = try ModernBertConfig(config).dialects(config)
  }
}

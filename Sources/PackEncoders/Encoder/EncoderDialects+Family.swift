public import PackJSON

extension EncoderDialects {
  /// Reads a configuration in any dialect.
  ///
  /// - Parameter config: the root of the model's config.json.
  /// - Throws: `JSONError` for a configuration that cannot be run, or of which versions build different models.
  public init(config: JSONNode) throws(JSONError) {
    let family = try EncoderFamily(config: config)
    guard family == .modernBert else {
      self.init(requirement: family.requirement)
      return
    }
    self = try ModernBertConfig(config, for: .encoder).dialects(config)
  }
}

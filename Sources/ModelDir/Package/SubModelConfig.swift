public import PackEncoders
public import PackJSON

/// config.json of a sub-model, as far as a package depends on it.
public struct SubModelConfig: Sendable {
  /// The root of the file.
  public let node: JSONNode
  /// The architecture.
  public let family: EncoderFamily
  /// The sizes.
  public let shape: EncoderShape
  /// Whether the two sources of hidden states are different numbers.
  public let hiddenStatesDiffer: Bool

  /// Reads a configuration.
  ///
  /// - Throws: ``PackJSON/JSONError`` for an architecture or an option that cannot be run.
  public init(_ node: JSONNode) throws(JSONError) {
    self.node = node
    family = try EncoderFamily(config: node)
    shape = try Encoder.shape(config: node)
    hiddenStatesDiffer = try Encoder.hiddenStatesDiffer(config: node)
  }
}

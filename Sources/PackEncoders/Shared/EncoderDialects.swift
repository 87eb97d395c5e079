public import PackJSON

/// The keys of config.json by which every version of transformers builds the same model, where versions read different ones.
public struct EncoderDialects: Sendable {
  /// Keys to be written, those of older versions and of newer ones.
  public let keys: JSONObject
  /// Keys that say nothing more, and that only some versions read.
  public let dropped: [String]
  /// The versions that can build the model, `>=5.0.0`; nil for all from 4.52 on.
  public let requirement: String?

  init(keys: JSONObject = [:], dropped: [String] = [], requirement: String? = nil) {
    self.keys = keys
    self.dropped = dropped
    self.requirement = requirement
  }
}

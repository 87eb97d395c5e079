public import PackCheckpoints
public import PackFiles
public import PackJSON

extension Encoder {
  /// Compares a checkpoint with what its config asks for, without running anything.
  ///
  /// - Parameters:
  ///   - config: the root of the model's config.json.
  ///   - weights: the checkpoint beside it.
  ///   - role: what the checkpoint holds.
  /// - Throws: `JSONError` for a config that cannot be run.
  public static func audit(config: JSONNode, weights: Checkpoint, role: EncoderRole) throws -> EncoderAudit {
    let family = try EncoderFamily(config: config)
    return try LoadedEncoder(config: family.readConfig(config, for: role), weights: weights, role: role).audit
  }

  /// Names and shapes of the tensors that a config asks for. Those of a bare encoder are given without the family's prefix.
  ///
  /// - Throws: `JSONError` for a config that cannot be run.
  public static func requiredTensors(config: JSONNode, role: EncoderRole) throws(JSONError)
    -> [TensorRequirement]
  {
    let family = try EncoderFamily(config: config)
    let read = try family.readConfig(config, for: role)
    return LoadedEncoder(config: read, weights: nil, role: role).audit.requirements
  }

  /// The sizes that a config gives, without any weights.
  ///
  /// - Throws: `JSONError` for a config that cannot be run.
  public static func shape(config: JSONNode) throws(JSONError) -> EncoderShape {
    try EncoderFamily(config: config).readConfig(config, for: .encoder).shape
  }

  /// Whether the two hidden-state sources are different numbers for a config.
  ///
  /// - Throws: `JSONError` for a config that cannot be run.
  public static func hiddenStatesDiffer(config: JSONNode) throws(JSONError) -> Bool {
    try EncoderFamily(config: config).readConfig(config, for: .encoder).hiddenStatesDiffer
  }
}

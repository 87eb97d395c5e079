import PackTokenizers

/// Names of what a package is made of.
public enum PackageLayout {
  /// The format's first version, `pruning_pack_format`: what a package has whose head is Linear(hidden, 2).
  public static let format = 1
  /// The format's version of a package whose head is another one, which a reader of the first would misread.
  public static let headFormat = 2
  /// `model_type` of the package.
  public static let modelType = "pruning_encoder"
  /// The configuration that transformers reads.
  public static let config = "config.json"
  /// The configuration that older readers read.
  public static let compatibleConfig = "pruning_encoder_config.json"
  /// The modelling file's module, as auto_map names it.
  public static let module = "modeling_pruning_encoder"
  /// The modelling file.
  public static let modellingFile = "modeling_pruning_encoder.py"
  /// The configuration's class in the modelling file.
  public static let configClass = "PruningEncoderConfig"
  /// The directory of the head.
  public static let head = "pruning_head"
  /// The model card.
  public static let card = "README.md"
  /// The card of the model that the package was converted from, where it had one.
  public static let sourceCard = "README.source.md"
  /// Files that hold a licence's text, taken over where the source has them.
  public static let licenseFiles = [
    "LICENSE", "LICENSE.md", "LICENSE.txt", "NOTICE", "NOTICE.md", "NOTICE.txt",
  ]
  /// The tokenizer.
  public static let tokenizer = "tokenizer.json"
  /// What PyTorch computed for the package, where that was recorded.
  public static let referenceOutputs = "reference_outputs.json"
  /// The signature, by OpenSSF Model Signing.
  public static let signature = "model.sig"
  /// How transformers is to treat the tokenizer.
  public static let tokenizerConfig = "tokenizer_config.json"
  /// The class that takes tokenizer.json as it is, in transformers 4 and 5 alike.
  public static let tokenizerClass = ClassChoice.general

  /// Every file that a package of this mode must have, relative to its root, but for the sub-model's weights, which may
  /// be sharded.
  public static func requiredFiles(_ mode: PackageMode) -> [String] {
    let subModel = mode.subModelDirectory
    return [
      config, compatibleConfig, modellingFile, card, tokenizer, tokenizerConfig,
      "\(subModel)/\(config)", "\(subModel)/\(tokenizer)", "\(subModel)/\(tokenizerConfig)",
      "\(head)/\(config)", "\(head)/model.safetensors",
    ]
  }
}

import ModelDir
import PackCheckpoints
import PackFiles

/// The JSON files that some consumer of a package opens: transformers, tokenizers, sentence-transformers, huggingface_hub, peft,
/// and pruning-pack itself.
enum ConsumedFiles {
  /// Whether a consumer opens a file.
  ///
  /// - Parameter path: its path in the package.
  static func contains(_ path: String) -> Bool {
    let name = lastPathComponent(path)
    let directory = String(path.dropLast(name.count))
    // No loader but the modelling file's looks into the head's directory.
    if directory == "\(PackageLayout.head)/" { return headNames.contains(name) }
    guard directories.contains(directory) else { return false }
    return names.contains(name) || isVersioned(name)
  }

  /// The directories that transformers loads from, as they stand before a name.
  private static let directories: Set<String> = Set(
    [""] + PackageMode.allCases.map { "\($0.subModelDirectory)/" })

  private static let headNames: Set<String> = [
    PackageLayout.config, "model.safetensors.index.json",
  ]

  private static let names: Set<String> = [
    PackageLayout.config, PackageLayout.compatibleConfig, PackageLayout.tokenizer,
    PackageLayout.tokenizerConfig, PackageLayout.referenceOutputs, "adapter_config.json", "added_tokens.json",
    "chat_template.json", "config_sentence_transformers.json", "generation_config.json",
    "model.safetensors.index.json", "modules.json", "preprocessor_config.json", "processor_config.json",
    "router_config.json", "sentence_albert_config.json",
    "sentence_bert_config.json", "sentence_camembert_config.json", "sentence_distilbert_config.json",
    "sentence_roberta_config.json", "sentence_xlm-roberta_config.json", "sentence_xlnet_config.json",
    "special_tokens_map.json", "video_preprocessor_config.json",
  ]

  /// `config.4.0.0.json` and `tokenizer.4.0.0.json`, which a key may name for a version of transformers.
  private static func isVersioned(_ name: String) -> Bool {
    (name.hasPrefix("config.") || name.hasPrefix("tokenizer.")) && name.hasSuffix(".json")
  }
}

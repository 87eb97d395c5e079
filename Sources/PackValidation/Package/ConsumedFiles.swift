import ModelDir
import PackCheckpoints
import PackFiles

/// The JSON files of a package that some consumer opens: transformers, tokenizers, sentence-transformers, peft, and pruning-pack
/// itself. Measured in transformers 4.52.4 and 5.23.0: a file that is no JSON is read where a consumer then fails.
struct ConsumedFiles {
  private let files: Set<String>
  private let ranks: Bool

  init(_ package: PackageInspection) {
    files = package.listing.files
    ranks = package.documents.mode != .pruningOnly
  }

  /// Whether a consumer opens a file.
  ///
  /// - Parameter path: its path in the package.
  func contains(_ path: String) -> Bool {
    let name = lastPathComponent(path)
    let directory = String(path.dropLast(name.count))
    if name == "model.safetensors.index.json" {
      // It is asked for the files of the weights where they are not one file.
      return Self.directories.contains(directory) && !files.contains("\(directory)model.safetensors")
    }
    // No loader but the modelling file's looks into the head's directory.
    if directory == "\(PackageLayout.head)/" { return name == PackageLayout.config }
    guard Self.directories.contains(directory) else { return false }
    if [PackageLayout.compatibleConfig, PackageLayout.referenceOutputs].contains(name) {
      return directory.isEmpty
    }
    if Self.names.contains(name) { return true }
    // What a CrossEncoder is loaded from. Its modules are read where sentence-transformers has left all of their files.
    guard ranks else { return false }
    return Self.processors.contains(name)
      || Self.modules.contains(name) && Self.modules.allSatisfy { files.contains(directory + $0) }
  }

  /// The directories of a package's parts, as they stand before a name.
  private static let directories: Set<String> = Set(
    ["", "\(PackageLayout.head)/"] + PackageMode.allCases.map { "\($0.subModelDirectory)/" })

  private static let names: Set<String> = [
    PackageLayout.config, PackageLayout.tokenizer, PackageLayout.tokenizerConfig, "adapter_config.json",
    "added_tokens.json",
    "special_tokens_map.json",
  ]

  private static let processors: Set<String> = [
    "preprocessor_config.json", "processor_config.json", "video_preprocessor_config.json",
  ]

  private static let modules: Set<String> = [
    "config_sentence_transformers.json", "modules.json", "sentence_bert_config.json",
  ]
}

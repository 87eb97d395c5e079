import PackCheckpoints
import PackEncoders
import PackFiles
import PackJSON

extension SourceModel {
  /// Keys of a configuration that belong to a machine or a run, or that transformers derives from others.
  private static let droppedKeys = [
    "_name_or_path", "auto_map", "dtype", "_commit_hash", "_attn_implementation",
    "_attn_implementation_autoset", "attn_implementation", "chunk_size_feed_forward", "problem_type",
    "return_dict", "use_cache", "sbert_ce_default_activation_function",
  ]

  /// The text of the sub-model's config.json: the source's, without what belongs to a machine, with the tensors' own type,
  /// with what the package says to CrossEncoder, and in the words of every version of transformers.
  func configText(dtype: DType, of package: PackageConfig) -> String {
    JSONValue.object(configObject(dtype: dtype, of: package)).text(.file)
  }

  /// The members of ``configText(dtype:of:)``.
  func configObject(dtype: DType, of package: PackageConfig) -> JSONObject {
    guard case .object(var object) = JSONValue(config) else { return [:] }
    for key in Self.droppedKeys + dialects.dropped { object[key] = nil }
    object.removeAll { key, value in
      if case .string(let value) = value {
        key.hasSuffix("name_or_path") && isLocalPath(value)
      } else {
        false
      }
    }
    object["torch_dtype"] = dtype.torchName.map { .string($0) }
    if mode == .rerankingPruning && object["id2label"] == nil {
      object["id2label"] = .object(PackageConfig.id2label(package.labels))
      object["label2id"] = .object(PackageConfig.label2id(package.labels))
    }
    // transformers derives it from id2label, and version 5 lets it win over id2label where both stand.
    object["num_labels"] = nil
    for member in dialects.keys.members { object[member.key] = member.value }
    object["sentence_transformers"] = package.crossEncoderJSON.map { .object($0) }
    return object
  }

  /// Writes the weights into the package: the files as they are, unless a name or a type has to change.
  func writeWeights(to target: String, dtype: DType) throws {
    let isConverted = checkpoint.tensors.contains { $0.dtype.isConvertible && $0.dtype != dtype }
    let isRenamed = checkpoint.tensors.contains { LegacyNames.current($0.name) != $0.name }
    if isWhole && !isConverted && !isRenamed
      && checkpoint.files.allSatisfy({ $0.metadata?["format"] == "pt" })
    {
      return try copyFiles(to: target)
    }
    let entries = checkpoint.tensors.map { tensor in
      SafetensorsWriter.Entry(
        name: LegacyNames.current(tensor.name), tensor: tensor,
        dtype: tensor.dtype.isConvertible ? dtype : tensor.dtype)
    }
    try SafetensorsWriter.write(entries, to: joinPath(target, Checkpoint.fileName))
  }

  private func copyFiles(to target: String) throws {
    let isSharded = checkpoint.files.count > 1
    for file in checkpoint.files {
      let name = isSharded ? lastPathComponent(file.path) : Checkpoint.fileName
      try copyFile(file.path, to: joinPath(target, name))
    }
    if isSharded {
      try copyFile(joinPath(directory, Checkpoint.indexName), to: joinPath(target, Checkpoint.indexName))
    }
  }
}

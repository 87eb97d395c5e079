import ModelDir
import PackEncoders
import PackJSON

extension RunnableSource {
  /// What run_package.py is told of it.
  ///
  /// - Parameter config: the package's configuration, which says what the head reads.
  func json(of config: PackageConfig) -> JSONValue {
    let shape = config.head.shape
    let packed = (
      prune: (0..<shape.labelCount).filter { !shape.keptLabels.contains($0) }, keep: shape.keptLabels
    )
    let (prune, keep) = rows ?? packed
    return .object([
      "model": .string(directory), "tokenizer": .string(tokenizerDirectory), "auto_class": .string(autoClass),
      "head": rows == nil ? .object(config.head.json) : .null,
      "rows": .object(["prune": .array(prune.map { .int($0) }), "keep": .array(keep.map { .int($0) })]),
      "hidden_state_source": .string(config.hiddenStateSource.rawValue),
      "uses_token_type_ids": .bool(config.usesTokenTypeIDs), "has_scores": .bool(hasScores),
      "sentence_transformers": .int(isOfSentenceTransformersSix ? 6 : 0),
    ])
  }
}

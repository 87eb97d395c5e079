import ModelDir
import PackEncoders
import PackJSON

extension RunnableSource {
  /// What run_package.py is told of it.
  ///
  /// - Parameter config: the package's configuration, which says what the head reads.
  func json(of config: PackageConfig) -> JSONValue {
    .object([
      "model": .string(directory), "tokenizer": .string(tokenizerDirectory), "auto_class": .string(autoClass),
      "rows": keepRow.map { .array([.int(1 - $0), .int($0)]) } ?? .null,
      "hidden_state_source": .string(config.hiddenStateSource.rawValue),
      "uses_token_type_ids": .bool(config.usesTokenTypeIDs), "has_scores": .bool(hasScores),
      "sentence_transformers": .int(isOfSentenceTransformersSix ? 6 : 0),
    ])
  }
}

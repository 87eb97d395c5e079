import PackFiles

/// Takes the ranking model out of a package, as a plain checkpoint of transformers.
public enum RankingModelExporter {
  /// Writes the ranking model of a directory in any known layout: weights, config, tokenizer, card, licence.
  ///
  /// The weights of a package are copied byte for byte; `save --ranking-model` with the package's head makes the same
  /// package of them again. A score needs no package: transformers and CrossEncoder load the result without its code.
  ///
  /// - Parameters:
  ///   - directory: the package.
  ///   - output: a path that does not exist yet.
  /// - Returns: where the model is, and what was decided on the way.
  /// - Throws: ``ModelDirError``, ``PackCheckpoints/CheckpointError``, ``PackJSON/JSONError`` or ``PackFiles/FileError``; the output
  ///   path is then as it was before.
  public static func export(_ directory: String, to output: String) throws -> SaveReport {
    try ExportRun.write(directory, to: output) { plan, root in
      guard plan.config.mode == .rerankingPruning else {
        throw ModelDirError(
          .unsupportedSource, at: Place(file: directory), problem: "mode pruning_only has no ranking model",
          expected: "mode reranking_pruning")
      }
      try plan.writeRankingModel(to: root)
    }
  }
}

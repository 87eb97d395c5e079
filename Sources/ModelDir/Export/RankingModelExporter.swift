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
    try FileWatch.during([directory]) { try export(directory, to: output, $0) }
  }

  private static func export(
    _ directory: String, to output: String, _ watch: FileWatch
  ) throws -> SaveReport {
    let detection = try KnownLayout.detect(directory)
    guard detection.layout != .rankingModel else {
      throw ModelDirError(
        .unsupportedSource, at: Place(file: directory), problem: "the source is already a ranking model",
        expected: "a package")
    }
    let options = SaveOptions(source: .knownLayout(directory), output: output)
    try PackageSaver.requireFreeOutput(options, canReplace: false)
    let plan = try SavePlan(options)
    guard plan.config.mode == .rerankingPruning else {
      throw ModelDirError(
        .unsupportedSource, at: Place(file: directory), problem: "mode pruning_only has no ranking model",
        expected: "mode reranking_pruning")
    }
    let staged = try StagedDirectory(for: output)
    try plan.writeRankingModel(to: staged.path)
    try watch.check()
    try staged.commit(replacing: false)
    return SaveReport(path: staged.destination, decisions: plan.source.settings.notes)
  }
}

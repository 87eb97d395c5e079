import PackFiles
package import PackJSON

/// Writes a package in the format of another runtime.
package enum PackageExporter {
  /// Writes a directory in any known layout: config and tokenizer of a plain model, card, licence, and what the writer adds.
  ///
  /// - Parameters:
  ///   - directory: the package.
  ///   - output: a path that does not exist yet.
  ///   - graphFile: the path of the model in the output, for the card.
  ///   - writeModel: writes the model into the directory that it is given, and returns keys for its config.json.
  /// - Throws: ``ModelDirError``, ``PackCheckpoints/CheckpointError``, ``PackJSON/JSONError`` or ``PackFiles/FileError``, and what
  ///   the writer throws; the output path is then as it was before.
  package static func export(
    _ directory: String, to output: String, graphFile: String,
    writeModel: (_ source: ExportSource, _ root: String) throws -> JSONObject
  ) throws -> SaveReport {
    try ExportRun.write(directory, to: output) { plan, root in
      let source = ExportSource(
        config: plan.config, subModelConfig: plan.source.model.config,
        checkpoint: plan.source.model.checkpoint, head: plan.source.head.entries(dtype: nil))
      let keys = try writeModel(source, root)
      try plan.writeGraphCompanions(to: root, keys: keys, graphFile: graphFile)
    }
  }
}

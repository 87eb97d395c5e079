import PackFiles

/// What all exports have in common: a package is read, a directory staged, and put in place whole.
enum ExportRun {
  /// Writes a directory in any known layout, but for a ranking model alone.
  static func write(
    _ directory: String, to output: String, _ write: (SavePlan, _ root: String) throws -> Void
  ) throws -> SaveReport {
    try FileWatch.during([directory]) { watch in
      let detection = try KnownLayout.detect(directory)
      guard detection.layout != .rankingModel else {
        throw ModelDirError(
          .unsupportedSource, at: Place(file: directory), problem: "the source is already a ranking model",
          expected: "a package")
      }
      let options = SaveOptions(source: .knownLayout(directory), output: output)
      try PackageSaver.requireFreeOutput(options, canReplace: false)
      let plan = try SavePlan(options)
      let staged = try StagedDirectory(for: output)
      try write(plan, staged.path)
      try watch.check()
      try staged.commit(replacing: false)
      return SaveReport(path: staged.destination, decisions: plan.source.settings.notes)
    }
  }
}

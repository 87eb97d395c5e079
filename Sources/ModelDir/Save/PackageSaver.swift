import PackCheckpoints
import PackFiles
import PackTemplates

/// Writes complete packages.
public enum PackageSaver {
  /// Builds a package in a staging directory beside the output, has it checked there, and puts it in place by one rename.
  ///
  /// The source is only read. Two saves of the same input give the same bytes.
  ///
  /// - Parameters:
  ///   - options: what to pack.
  ///   - accept: is given the staged package's path before it is put in place; false refuses it.
  ///   - describe: is given the staged package's path when everything but the card is there, and says what the package
  ///     makes of the card's example; by default the card shows none. `CardFacts(running:threads:)` of PackValidation runs it.
  /// - Returns: where the package is, and what was decided on the way.
  /// - Throws: ``ModelDirError``, ``PackCheckpoints/CheckpointError``, ``PackJSON/JSONError`` or ``PackFiles/FileError``; the output
  ///   path then holds what it held before.
  public static func save(
    _ options: SaveOptions, accept: (_ stagedPath: String) throws -> Bool = { _ in true },
    describe: (_ stagedPath: String) throws -> CardFacts = { _ in CardFacts() }
  ) throws -> SaveReport {
    for path in [options.source.directory, options.pruningHead, options.output].compactMap({ $0 }) {
      try PackageJournal.settle(around: path)
    }
    try requireFreeOutput(options)
    let (plan, staged) = try FileWatch.during(
      [options.source.directory] + [options.pruningHead].compactMap { $0 }
    ) { watch in
      let plan = try SavePlan(options)
      let staged = try StagedDirectory(for: options.output)
      try plan.write(to: staged.path)
      let card = try plan.cardBytes(try describe(staged.path))
      try writeFile(joinPath(staged.path, PackageLayout.card), card)
      try watch.check()
      return (plan, staged)
    }
    guard try accept(staged.path) else {
      throw ModelDirError(
        .refused, at: Place(file: options.output),
        problem: "the package has errors and was not written; \(.accept) writes it anyway")
    }
    try plan.removeUnpublishedCases(from: staged.path)
    try staged.commit(replacing: options.replacesOutput)
    let leftover: [SaveText] = staged.leftover.map { ["the old output could not be removed: \($0)"] } ?? []
    return SaveReport(path: staged.destination, decisions: plan.decisions + leftover)
  }

  /// Refuses an output that exists, unless it is to be replaced and is a package, or that touches its source.
  ///
  /// - Parameter canReplace: whether the caller has an option to replace it.
  static func requireFreeOutput(_ options: SaveOptions, canReplace: Bool = true) throws {
    let names = (try? listDirectory(options.source.directory) { _ in false })?.map(\.path) ?? []
    let files = names.map { joinPath(options.source.directory, $0) }
    let sources = ([options.source.directory, options.pruningHead].compactMap { $0 } + files)
      .compactMap(resolvedPath)
    // The output need not exist: its parent says where it will be.
    let parent = resolvedPath(parentPath(options.output)) ?? parentPath(options.output)
    let output = joinPath(parent, lastPathComponent(options.output))
    for source in sources
    where source == output || (parent + "/").hasPrefix(source + "/") || source.hasPrefix(output + "/") {
      throw ModelDirError(
        .sourceIsOutput, at: Place(file: options.output),
        problem: "the output overlaps its source",
        expected: "a path outside of \(source)")
    }
    guard let kind = fileKind(options.output, followingLinks: false) else { return }
    guard options.replacesOutput else {
      throw ModelDirError(
        .outputExists, at: Place(file: options.output),
        problem: canReplace
          ? "the output already exists; \(.replacesOutput) replaces it" : "the output already exists")
    }
    // A mistyped output must not delete a home directory, or a device.
    guard kind == .directory, isPackageOrEmpty(options.output) else {
      throw ModelDirError(
        .outputExists, at: Place(file: options.output), problem: "the output cannot be replaced",
        expected: "a package, or an empty directory",
        found: kind == .directory ? "a directory without config.json" : "not a directory")
    }
  }

  private static func isPackageOrEmpty(_ directory: String) -> Bool {
    if fileKind(joinPath(directory, PackageLayout.config)) == .file { return true }
    let entries = try? listDirectory(directory, limit: 1) { _ in false }
    return entries?.isEmpty == true
  }
}

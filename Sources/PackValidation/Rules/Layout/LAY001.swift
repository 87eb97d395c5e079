import PackCheckpoints
import PackFiles
import ModelDir

extension Rule {
  static let lay001 = Rule(
    "LAY001", .error, needs: [.layout],
    title: "every file that the mode needs is present",
    why: """
      transformers opens the files of a package one after another, in the user's process. One that is missing shows only \
      there: an auto_map whose .py was never saved, a head whose weights stayed behind and are made up at random.
      """,
    fix: """
      Pack the model again with `pruning-pack save` (`save --from` reads every layout that pruning encoders have been \
      saved in), or copy the missing file into the package.
      """
  ) { context throws(RuleSkip) in
    let package = context.package
    if package.isTooLarge && package.entries.isEmpty { throw .prerequisiteFailed("there are too many files") }
    // What a directory in another layout lacks follows from that; so it is named first.
    if let other = try? KnownLayout.detect(package.root), other.layout != .package {
      context.report(
        at: Place(file: PackageLayout.config), "the directory has another layout",
        expected: "a package; \(other.advice)",
        found: other.sentence)
    }
    guard package.files.contains(PackageLayout.config) else {
      reportMissing(PackageLayout.config, context)
      return
    }
    let mode = try package.requiredMode()
    for file in PackageLayout.requiredFiles(mode) where !package.files.contains(file) {
      reportMissing(file, context)
    }
    let weights = [Checkpoint.fileName, Checkpoint.indexName].map { "\(mode.subModelDirectory)/\($0)" }
    if !weights.contains(where: package.files.contains) {
      reportMissing(weights[0], context)
    }
  }

  /// Says that a file is not there, or what is there in its place.
  private static func reportMissing(_ file: String, _ context: RuleContext) {
    let entry = context.package.entries.first { $0.path.utf8.elementsEqual(file.utf8) }
    guard let entry else {
      context.report(at: Place(file: file), "file is missing")
      return
    }
    let found =
      switch entry.kind {
      case .directory: "a directory"
      case .link: "a link that leads to no file"
      case .file, .other: "a device, a socket or a pipe"
      }
    context.report(at: Place(file: file), "not a file", expected: "a regular file", found: found)
  }
}

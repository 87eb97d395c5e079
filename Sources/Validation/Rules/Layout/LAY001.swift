import Checkpoints
import Files
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
    // What a directory in another layout lacks follows from that; so it is named first.
    if let other = try? KnownLayout.detect(package.root), other.layout != .package {
      context.report(
        at: Place(file: PackageLayout.config), "the directory has another layout",
        expected: "a package; \(other.advice)",
        found: other.sentence)
    }
    guard package.files.contains(PackageLayout.config) else {
      context.report(at: Place(file: PackageLayout.config), "file is missing")
      return
    }
    let mode = try package.requiredMode()
    for file in PackageLayout.requiredFiles(mode) where !package.files.contains(file) {
      context.report(at: Place(file: file), "file is missing")
    }
    let weights = [Checkpoint.fileName, Checkpoint.indexName].map { "\(mode.subModelDirectory)/\($0)" }
    if !weights.contains(where: package.files.contains) {
      context.report(at: Place(file: weights[0]), "file is missing", expected: "the sub-model's weights")
    }
  }
}

import PackCheckpoints
import PackFiles
import PackJSON

extension KnownLayout {
  /// Finds out which layout a directory has.
  ///
  /// - Throws: ``ModelDirError`` that tells what it is or what was looked for, when it is none of them; ``PackJSON/JSONError``,
  ///   ``PackFiles/FileError`` or ``PackCheckpoints/CheckpointError`` for what cannot be read.
  public static func detect(_ directory: String) throws -> LayoutDetection {
    let facts = try DirectoryFacts(directory)
    for rule in LayoutRule.all {
      if let reason = try rule.reason(facts) {
        return LayoutDetection(
          layout: rule.layout, reason: reason, isOwnFormat: facts.config["pruning_pack_format"] != nil)
      }
    }
    if let nearby = NearbyModel(facts.config) {
      throw nearby.refusal(at: joinPath(directory, PackageLayout.config))
    }
    let seen = [
      facts.modelType.map { "model_type \($0)" } ?? "no model_type",
      facts.architecture.map { "architecture \($0)" },
      facts.classes.first.map { "class \($0)" },
    ].compactMap { $0 }
    throw ModelDirError(
      .unsupportedSource, at: Place(file: joinPath(directory, PackageLayout.config)),
      problem: "not a model in a known layout", expected: "\(LayoutRule.lookedFor)",
      found: seen.joined(separator: ", "))
  }
}

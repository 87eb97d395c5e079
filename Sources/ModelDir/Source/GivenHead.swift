import PackFiles

/// What the options say of the head.
struct GivenHead {
  /// Where it is; nil where the source has its own.
  let path: String?
  /// Names of the labels that mean "keep", where it is a classifier of tokens.
  let keepLabels: [String]

  /// Takes the options of a save.
  ///
  /// - Throws: ``ModelDirError`` for names of labels without a classifier of tokens; ``PackJSON/JSONError`` or
  ///   ``PackFiles/FileError`` for a configuration that cannot be read.
  init(path: String?, keepLabels: [String], source: PackageSource) throws {
    self.path = path
    self.keepLabels = keepLabels
    guard !keepLabels.isEmpty else { return }
    guard try TokenClassifier.isOne(path ?? source.directory) else {
      throw ModelDirError(
        .contradiction, at: .keepLabels, problem: "the head is no classifier of tokens and has no labels",
        expected: "\(.keepLabels) only with a *ForTokenClassification model")
    }
  }

  /// The head that the options name; nil where they name none.
  func open() throws -> SourceHead? { try path.map { try SourceHead($0, keepLabels: keepLabels) } }
}

import PackCheckpoints
import PackFiles
import PackJSON

/// A source that transformers loads by its own classes, so that the package can be held against what it computes.
package struct RunnableSource: Sendable {
  /// The model's directory.
  package let directory: String
  /// The tokenizer's directory.
  package let tokenizerDirectory: String
  /// The Auto class that loads the model.
  package let autoClass: String
  /// The rows of a classifier of tokens that mean "prune" and "keep"; nil where the head is another one.
  package let rows: (prune: [Int], keep: [Int])?
  /// Whether CrossEncoder's scores have to be the package's: it loads the source, and no option asks for others.
  package let hasScores: Bool
  /// Whether only sentence-transformers 6 reads all of the source's settings.
  package let isOfSentenceTransformersSix: Bool
  /// The version of transformers that saved it, where that is recorded.
  package let transformersVersion: String?

  /// Looks at what a save is made of.
  ///
  /// - Returns: nil where only code that comes with the source could run it, or where the weights are not stored as they are.
  /// - Throws: what a save would throw.
  package init?(_ options: SaveOptions) throws {
    let source = try SaveSource(
      options.source, pruningHead: options.pruningHead, keepLabels: options.keepLabels)
    let model = source.model
    let isClassifier = try model.mode == .pruningOnly && TokenClassifier.isOne(model.directory)
    guard model.isWhole || isClassifier else { return nil }
    // Whatever is rounded on the way gives other numbers, and has to.
    guard try options.dtype.map({ try $0 == .float32 || model.dtype() == $0 }) ?? true else { return nil }
    guard let tokenizer = resolvedPath(parentPath(source.tokenizer.path)),
      let directory = resolvedPath(model.directory)
    else { return nil }
    self.directory = directory
    tokenizerDirectory = tokenizer
    rows = isClassifier && options.pruningHead == nil ? source.head.rows : nil
    autoClass =
      model.mode == .pruningOnly && rows == nil ? "AutoModel" : model.mode.autoClass
    let isPlain = if case .rankingModel = options.source { true } else { !source.carriesCard }
    hasScores =
      model.mode == .rerankingPruning && isPlain && options.activation == nil && options.maximumLength == nil
    isOfSentenceTransformersSix = try CrossEncoderFiles(model.directory) != nil
    transformersVersion = try model.config.optionalString("transformers_version")
  }
}

import ModelDir
import PackEvaluation
import PackFiles

/// The card of a package that is measured, whose `model-index` is to get the figures.
struct EvaluatedCard {
  private let package: String
  private let modelName: String
  private let dataset: String

  /// - Parameters:
  ///   - package: the package's directory.
  ///   - modelName: the model's name, where the card has no results so far.
  ///   - dataset: what the card calls the set.
  init(_ package: String, modelName: String, dataset: String) {
    self.package = package
    self.modelName = modelName
    self.dataset = dataset
  }

  private var path: String { joinPath(package, PackageLayout.card) }

  /// Looks whether figures can be written, before they are computed.
  ///
  /// - Throws: ``PackFiles/FileError`` where there is no card, ``PackEvaluation/EvaluationError`` where it cannot be edited.
  func check() throws {
    let results = CardResults(modelName: modelName, task: "", dataset: dataset, metrics: [])
    _ = try results.written(to: readFile(path), name: path)
  }

  /// Writes the figures at the package's own threshold.
  func write(_ result: EvaluationResult, task: String, _ common: CommonOptions) throws {
    let results = CardResults(result, modelName: modelName, task: task, dataset: dataset)
    let card = try readFile(path)
    let changed = GeneratedCard.renewingEvaluation(try results.written(to: card, name: path))
    guard changed != card else { return common.note("\(path): nothing to change") }
    try replaceFile(path, changed)
    common.note("\(path): wrote \(results.metrics.count) figures to model-index")
    LostSignature(of: package).note(package, common)
  }
}

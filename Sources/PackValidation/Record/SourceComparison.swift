import ModelDir
import PackFiles

/// What a package was made from, as transformers ran it beside the package.
struct SourceComparison {
  private let source: RunnableSource
  private let run: TransformersRun
  /// What messages call the package.
  private let name: String

  init(_ source: RunnableSource, run: TransformersRun, name: String) {
    self.source = source
    self.run = run
    self.name = name
  }

  /// The source's outputs.
  ///
  /// - Parameter count: how many pairs were asked.
  /// - Throws: ``ModelDir/ModelDirError`` where it did not run.
  func cases(asked count: Int) throws(ModelDirError) -> [ReferenceOutputs.Case] {
    guard let outputs = run.source, outputs.failure == nil, outputs.cases.count == count else {
      throw ModelDirError(
        .refused, at: Place(file: source.directory),
        problem: "the source does not run in transformers \(run.versions.transformers)",
        expected: advice.map { SaveText($0) },
        found: run.source?.failure?.message)
    }
    return outputs.cases
  }

  /// The error of a package that is unlike its source.
  func error(_ different: String, _ expected: String?, _ found: String?) -> ModelDirError {
    let parts = [expected, advice].compactMap { $0 }
    return ModelDirError(
      .refused, at: Place(file: name),
      problem: "the source gives \(different) in transformers \(run.versions.transformers)",
      expected: parts.isEmpty ? nil : SaveText(parts.joined(separator: "; ")), found: found)
  }

  /// Holds the scores that CrossEncoder gives for both against each other, where it scored both.
  ///
  /// - Throws: ``ModelDir/ModelDirError`` that names the first pair whose scores differ.
  func requireSameScores() throws(ModelDirError) {
    guard let expected = run.sourceScores else { return }
    guard run.crossEncoder?.failure == nil, run.scores.count == expected.count else {
      throw error(
        "scores in CrossEncoder, and the package gives none", nil, run.crossEncoder?.failure?.message)
    }
    let pairs = zip(run.scores, expected).enumerated()
    guard
      let (index, (found, wanted)) = pairs.first(where: {
        Tolerance.standard.excess(of: $1.0, over: $1.1) > 0
      })
    else { return }
    throw error("another score in CrossEncoder for pair \(index)", "\(wanted)", "\(found)")
  }

  /// Which interpreter would do, where another version than this one saved the source.
  private var advice: String? {
    guard let version = source.transformersVersion, version != run.versions.transformers else { return nil }
    return "an interpreter with transformers \(version), which saved the source, where they differ"
  }
}

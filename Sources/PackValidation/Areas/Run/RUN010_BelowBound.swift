import PackEvaluation
import PackFiles
import Pruning

extension Rule {
  static let run010 = Rule(
    "RUN010", "below-bound", .error, needs: [.model],
    title: "the figures on the given labelled set reach the given bounds",
    why: """
      A package that loads and computes may still do its work badly. Figures on a labelled set of one's own say how well it \
      does, and a bound keeps a worse package from taking the place of a better one.
      """,
    advice: """
      See where it fails: `pruning-pack eval DIR --input FILE --format html`. Train it further, set another \
      `pruning_threshold`, or lower the bound of `--min`.
      """
  ) { context throws(RuleSkip) in
    guard let gate = context.package.settings.evaluation else {
      throw .notApplicable("no labelled set is given")
    }
    guard let model = try context.package.running.encoder() as? PruningEncoder else {
      throw .notApplicable("the model is no package's own")
    }
    let place = Place(file: gate.path)
    let result: EvaluationResult
    do {
      result = try context.package.timings.measure("labelled set") {
        let options = EvaluationOptions(thresholds: [], worstCount: 0)
        var evaluation = Evaluation(
          model, name: gate.path, options: options, threads: context.package.threads)
        try LabelledSet.read(gate.path) { try evaluation.add($0) }
        return try evaluation.finish()
      }
    } catch let error as any LocatedError {
      context.report(error, advice: "Correct the labelled set.")
      return
    } catch {
      context.report(at: place, "the labelled set cannot be used", found: "\(error)")
      return
    }
    for bound in gate.bounds {
      guard let estimate = result.estimate(bound.metric) else {
        context.report(
          at: place, "\(bound.metric.rawValue) cannot be measured on this set",
          expected: "\(bound.least) or more",
          advice: "Label what of the passages answers, with passages of both kinds.")
        continue
      }
      guard estimate.value < bound.least else { continue }
      context.report(
        at: place, "\(bound.metric.rawValue) is below its bound", expected: "\(bound.least) or more",
        found: shown(estimate))
    }
  }

  /// `0.712, 95 % interval 0.65 to 0.774`
  private static func shown(_ estimate: Estimate) -> String {
    func rounded(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
    guard let interval = estimate.interval else { return rounded(estimate.value) }
    return
      "\(rounded(estimate.value)), 95 % interval \(rounded(interval.lowerBound)) to \(rounded(interval.upperBound))"
  }
}

import PackEvaluation
import PackFiles
import PackJSON

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
    let place = gate.place
    let result: EvaluationResult
    switch try context.package.running.evaluation(on: gate) {
    case .success(let value): result = value
    case .failure(.broken(let error)):
      report(error, gate, context)
      return
    case .failure(let error):
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
        found: estimate.text(digits: bound.metric.digits))
    }
  }
}

/// Says why nothing can be measured: of the set, or of the package.
private func report(_ error: any LocatedError, _ gate: EvaluationGate, _ context: RuleContext) {
  let advice: String?
  switch error {
  case let error as EvaluationError where error.code == .notFinite:
    advice =
      "Fix the findings about weights first. If there are none, pack the checkpoint again with `pruning-pack save`."
  case is EvaluationError, is JSONError, is FileError: advice = "Correct the labelled set."
  default: advice = nil
  }
  // `dev.jsonl, line 3`: reports need the file alone.
  var place = error.place
  var line = ""
  if place.file.utf8.starts(with: gate.name.utf8) {
    let rest = place.file.utf8.dropFirst(gate.name.utf8.count)
    line = String(decoding: rest, as: UTF8.self)
    if line.hasPrefix(", ") { line = line.dropFirst(2) + ": " }
    place.file = gate.place.file
    // Counted from the line's beginning.
    place.byteOffset = nil
  }
  context.report(
    at: place, line + error.problem, expected: error.expected, found: error.found, advice: advice)
}

extension EvaluationGate {
  /// Where findings say that the set is: elsewhere than in the package.
  fileprivate var place: Place { Place(file: path == name ? resolvedPath(path) ?? path : name) }
}

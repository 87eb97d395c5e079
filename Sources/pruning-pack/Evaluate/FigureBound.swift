import ArgumentParser
import PackEvaluation
import PackValidation

/// `--min f2=0.7`
struct FigureBound {
  let bound: EvaluationGate.Bound

  init(parsing argument: String) throws {
    let parts = argument.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else { throw ValidationError("Give METRIC=VALUE, such as f2=0.7.") }
    guard let metric = EvaluationMetric(rawValue: parts[0]) else {
      let names = EvaluationMetric.allCases.map(\.rawValue)
      throw ValidationError(
        "Unknown figure '\(parts[0])'." + hint(parts[0], among: names)
          + " Known: \(names.joined(separator: ", ")).")
    }
    guard let least = Double(parts[1]), (0...metric.largest).contains(least) else {
      throw ValidationError(
        "\(metric.rawValue) is a number from 0 to \(metric.largest); found '\(parts[1])'.")
    }
    bound = EvaluationGate.Bound(metric, least: least)
  }
}

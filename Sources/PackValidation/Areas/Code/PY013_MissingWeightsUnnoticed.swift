import ModelDir
import PackFiles

extension Rule {
  static let py013 = Rule(
    "PY013", "missing-weights-unnoticed", .error, needs: [.code, .interpreter],
    title: "loading fails when the head's weights are missing",
    why: """
      Code that loads without the head's file leaves a head of random numbers, whose answers look like any others. The \
      template raises an error. Other code is tested by loading a copy of the package without the head.
      """,
    advice: """
      Use the modelling file that `pruning-pack save` writes, or raise an error when a weight file or a tensor is missing.
      """,
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    guard package.code.modellingFile != nil else {
      throw .prerequisiteFailed("\(PackageLayout.modellingFile) is missing")
    }
    if package.code.isTemplate { return }
    switch package.running.liveCheck {
    case .notAsked:
      throw .meansMissing("the code is not a released modelling file, and no Python was given to run it")
    case .barred(let skip): throw skip
    case .crashed: throw .prerequisiteFailed("the package's code ended the interpreter")
    case .ran(let result):
      if let failure = result.run.float32?.failure {
        // What does not load with its head says nothing about loading without it.
        throw .prerequisiteFailed("the package does not load: \(failure.message)")
      }
      guard let headless = result.run.headless else { throw .prerequisiteFailed("it was not run") }
      if headless.failure == nil {
        context.report(
          at: Place(file: PackageLayout.modellingFile), "the model loads without the head's weights",
          expected: "an error", found: "a head of random numbers")
      }
    }
  }
}

private let ruleExamples: [RuleExample] = [
  // What breaks it has to be run: Tests/Contract/test_gate_live.py does so.
  .good("the template, which refuses a package without its head")
]

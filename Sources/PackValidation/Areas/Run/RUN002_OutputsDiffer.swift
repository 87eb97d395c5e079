import ModelDir
import PackEncoders
import PackFiles
import PackJSON
import PackPythonCode

extension Rule {
  static let run002 = Rule(
    "RUN002", "outputs-differ", .error, needs: [.json, .model, .interpreter],
    title: "the outputs are those that PyTorch computed, within tolerance",
    why: """
      A package that gives other numbers than the model it was made from is another model. `record` keeps PyTorch's outputs, \
      and every later check compares without PyTorch. With `--python` the package is also loaded as its users will load it, \
      in its own type and in float32: logits, CrossEncoder's scores, keep_probabilities, ranking_scores and the text of process \
      have to be what pruning-pack computes, with the offline variables and without them. An exception or a number that is not \
      finite is a finding, too.
      """,
    advice: """
      Compare the weights, `hidden_state_source` and `use_token_type_ids` with those of the training. If the package was \
      changed on purpose, record again: `pruning-pack record DIR --python PATH`.
      """,
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let live = package.running.liveCheck
    if case .failure(.broken(let error))? = package.documents.reference {
      context.report(error, advice: "Record again: `pruning-pack record DIR --python PATH`.")
    }
    if case .success(let reference)? = package.documents.reference { try replay(reference, context) }
    switch live {
    case .ran(let result):
      compare(result, context)
      if let skip = result.replayFailure { throw skip }
      if let failure = result.run.float32?.failure {
        throw .prerequisiteFailed("the package does not run in transformers: \(failure.message)")
      }
    case .barred(let skip): throw skip
    case .crashed(let error):
      context.report(
        at: Place(file: PackageLayout.modellingFile),
        "the package's code ended the interpreter: \(error.problem)", expected: error.expected,
        found: error.found)
    case .notAsked where package.documents.reference == nil:
      throw .notApplicable("nothing is recorded, and no Python interpreter was given")
    case .notAsked: break
    }
    if case .failure(.unreadable(let part))? = package.documents.reference {
      throw .prerequisiteFailed("\(part) cannot be read")
    }
  }

  private static func replay(_ reference: ReferenceOutputs, _ context: RuleContext) throws(RuleSkip) {
    for (index, (recorded, replay)) in zip(reference.cases, try context.package.running.replayed(reference))
      .enumerated()
    where recorded.inputIDs == replay.ids {
      report(
        recorded, replay, ranking: reference.rankingTolerance, pruning: reference.pruningTolerance,
        at: { Place(file: PackageLayout.referenceOutputs, jsonPath: "$.cases[\(index)].\($0)") },
        "from the recording", context)
    }
  }

  /// Cases whose tokens differ are TOK006's.
  private static func compare(_ result: LiveResult, _ context: RuleContext) {
    let name = "transformers \(result.run.versions.transformers)"
    for (way, step) in [
      ("as a user loads it", result.run.user), ("in float32", result.run.float32),
      ("as CrossEncoder", result.run.crossEncoder),
    ] {
      guard let failure = step?.failure, failure.step != "tokenizer" else { continue }
      context.report(
        at: Place(file: name), "the package does not run \(way)", found: failure.message,
        advice: "Correct what the exception names, or pack the model again with `pruning-pack save --from`.")
    }
    let user = result.run.user?.cases.firstIndex { outputs in
      !(outputs.rankingLogits ?? []).allSatisfy(\.isFinite)
        || !outputs.pruningLogits.allSatisfy { $0.drop.isFinite && $0.keep.isFinite }
    }
    if let user {
      context.report(
        at: Place(file: name, jsonPath: "$.cases[\(user)]"),
        "outputs are not finite, as a user loads the package")
    }
    if let score = result.run.scores.firstIndex(where: { !$0.isFinite }) {
      context.report(
        at: Place(file: name, jsonPath: "$.cases[\(score)]"), "CrossEncoder's score is not finite")
    }
    for (index, (outputs, replay)) in zip(result.run.float32?.cases ?? [], result.replays).enumerated()
    where outputs.inputIDs == replay.ids {
      report(
        outputs, replay, ranking: .standard, pruning: .standard,
        at: { Place(file: name, jsonPath: "$.cases[\(index)].\($0)") },
        "from PyTorch", context)
    }
    report(result.methodDifferences, name, "", context)
    switch result.online {
    case .success(let online):
      report(
        result.run.differences(from: online), name,
        " with HF_HUB_OFFLINE and TRANSFORMERS_OFFLINE, and without them", context)
    case .failure(let error):
      context.report(
        at: Place(file: PackageLayout.modellingFile),
        "without the offline variables the package's code ended the interpreter: \(error.problem)",
        expected: error.expected, found: error.found)
    }
  }

  /// Reports the first difference of each kind: one that is in every case is one fault.
  private static func report(
    _ differences: [LiveDifference], _ name: String, _ condition: String, _ context: RuleContext
  ) {
    var seen: Set<String> = []
    for difference in differences where seen.insert(difference.problem).inserted {
      let count = differences.count { $0.problem == difference.problem }
      context.report(
        at: Place(file: name, jsonPath: difference.path),
        difference.problem + condition + (count > 1 ? ", in \(count) cases" : ""),
        expected: difference.expected,
        found: difference.found)
    }
  }

  private static func report(
    _ expected: ReferenceOutputs.Case, _ replay: Replay, ranking: Tolerance, pruning: Tolerance,
    at place: (String) -> Place, _ origin: String, _ context: RuleContext
  ) {
    for (output, worst) in expected.compare(replay, ranking: ranking, pruning: pruning) where worst.excess > 0
    {
      let tolerance = output == "ranking_logit" ? ranking : pruning
      context.report(
        at: place(output + worst.index), "\(output) differs \(origin)",
        expected: "\(worst.expected) (atol \(tolerance.absolute), rtol \(tolerance.relative))",
        found: "\(worst.found), off by \(worst.difference)")
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .badAnswers("other numbers than recorded", of: .recorded) { prediction, _, _ in
    prediction.changingPruning { PruningLogits(drop: $0.drop, keep: $0.keep + 0.01) }
  },
  .bad("a logit that was changed in the recording", of: .recorded) {
    try $0.editCase(0) { recorded in
      guard case .array(var rows)? = recorded["pruning_logits"],
        case .array(var row)? = rows.dropFirst(3).first
      else { throw ExampleError(at: Place(file: PackageLayout.referenceOutputs), problem: "no logits") }
      row[1] = .number("7.5")
      rows[3] = .array(row)
      recorded["pruning_logits"] = .array(rows)
    }
  },
  .bad("a score beyond its tolerance", of: .recorded) { try $0.moveScore(within: "0.0001") },
  .bad("a recording in an unknown version of its format", of: .recorded, blocks: true) {
    try $0.set("format", to: .int(3), in: PackageLayout.referenceOutputs)
  },
  .good("a score within the recording's own tolerance", of: .recorded) { try $0.moveScore(within: "0.01") },
  .good("the numbers that were recorded, of an encoder", of: .recordedEncoder),
]

extension ExamplePackage {
  /// Moves a recorded score by 0.005, and gives the recording a tolerance for scores.
  fileprivate func moveScore(within tolerance: String) throws {
    let file = PackageLayout.referenceOutputs
    let limits: JSONObject = ["atol": .number(tolerance), "rtol": .int(0)]
    try set("ranking_logit", of: "tolerance", to: .object(limits), in: file)
    try editCase(1) { recorded in
      guard case .number(let lexeme)? = recorded["ranking_logit"], let value = Double(lexeme) else {
        throw ExampleError(at: Place(file: file, jsonPath: "$.cases[1].ranking_logit"), problem: "no number")
      }
      recorded["ranking_logit"] = .double(value + 0.005)
    }
  }
}

import PackJSON
import ModelDir
import PackFiles

extension Rule {
  static let tok006 = Rule(
    "TOK006", "ids-differ", .error, needs: [.json, .tokenizer, .interpreter],
    title: "token ids equal those of transformers",
    why: """
      A tokenizer with other ids than in training feeds the model another text, silently: tokenizer.json was replaced, or \
      only one version of transformers obeys a setting. The recorded ids, and with --python the ids of that transformers, \
      must match ours.
      """,
    advice: """
      Restore tokenizer.json from training. Where transformers disagrees with tokenizer.json, TOK007 and TOK008 report the \
      settings that cause it. Record again with `pruning-pack record` where the recording is wrong.
      """,
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let live = package.running.liveCheck
    if case .success(let reference)? = package.documents.reference {
      for (index, (recorded, replay)) in zip(reference.cases, try package.running.replayed(reference))
        .enumerated()
      {
        compare(
          replay.ids, with: recorded.inputIDs,
          at: Place(file: PackageLayout.referenceOutputs, jsonPath: "$.cases[\(index)].input_ids"), context)
      }
    }
    switch live {
    case .ran(let result):
      check(result, context)
      if let skip = result.replayFailure { throw skip }
      if let failure = result.run.user?.failure {
        throw .prerequisiteFailed("the package does not run in transformers: \(failure.message)")
      }
    case .barred(let skip): throw skip
    case .crashed: throw .prerequisiteFailed("the package's code ended the interpreter")
    case .notAsked:
      switch package.documents.reference {
      case nil: throw .notApplicable("nothing is recorded, and no Python interpreter was given")
      case .failure?: throw .prerequisiteFailed("\(PackageLayout.referenceOutputs) cannot be read")
      case .success?: break
      }
    }
  }

  private static func check(_ result: LiveResult, _ context: RuleContext) {
    let name = "transformers \(result.run.versions.transformers)"
    if let failure = result.run.user?.failure, failure.step == "tokenizer" {
      context.report(
        at: Place(file: name), "the tokenizer does not load, or does not run", expected: "ids",
        found: failure.message)
    }
    for (index, (outputs, replay)) in zip(result.run.user?.cases ?? [], result.replays).enumerated() {
      compare(
        replay.ids, with: outputs.inputIDs, at: Place(file: name, jsonPath: "$.cases[\(index)].input_ids"),
        context)
    }
  }

  private static func compare(
    _ found: [Int32], with expected: [Int32], at place: Place, _ context: RuleContext
  ) {
    guard found != expected else { return }
    let position =
      zip(found, expected).enumerated().first { $1.0 != $1.1 }?.offset ?? min(found.count, expected.count)
    var place = place
    place.jsonPath = place.jsonPath.map { "\($0)[\(position)]" }
    context.report(
      at: place, "the token id differs", expected: text(expected, position), found: text(found, position))
  }

  private static func text(_ ids: [Int32], _ position: Int) -> String {
    (position < ids.count ? "\(ids[position])" : "the end") + " of \(ids.count) ids"
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("another id than the recorded one", of: .recorded) { package in
    try package.edit("reference_outputs.json") { recording in
      guard case .array(var cases)? = recording["cases"], case .object(var first) = cases[0],
        case .array(var ids)? = first["input_ids"]
      else { return }
      ids[2] = .int(31)
      first["input_ids"] = .array(ids)
      cases[0] = .object(first)
      recording["cases"] = .array(cases)
    }
  },
  .good("the recorded ids", of: .recordedEncoder) { _ in },
]

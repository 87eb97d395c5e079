import ModelDir
import PackFiles
import PackJSON

extension Rule {
  static let run007 = Rule(
    "RUN007", "outputs-unrecorded", .warning, needs: [.json],
    title: "the package carries outputs of the model that it was made from",
    why: """
      Weights can be well-formed and wrong: a layer that was never loaded, two rows of the head exchanged. Only outputs that \
      were recorded from the model in memory, before it was saved, show that the package computes what the trained model did. \
      Outputs recorded from the package itself show that it computes the same everywhere, and keep a mistake of the save.
      """,
    advice: """
      Save again from the trained model: `pruning_pack.save` records its outputs, and `pruning-pack save --reference FILE` takes \
      recorded ones. If the model is gone, `pruning-pack record DIR --python PATH` at least records what the package computes.
      """,
    grading: "outputs recorded from the package itself are a suggestion",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    _ = try context.package.documents.config.required(PackageLayout.config)
    let place = Place(file: PackageLayout.referenceOutputs)
    guard let recording = context.package.documents.reference else {
      context.report(
        at: place, "no outputs are recorded: nothing says what this model is meant to compute",
        expected: "outputs recorded from the model in memory")
      return
    }
    let origin = try recording.required(PackageLayout.referenceOutputs).origin
    guard origin == .package else { return }
    context.report(
      at: place,
      "the outputs were recorded from the package itself: they cannot show what the save lost",
      expected: "origin memory", found: "origin package",
      advice: """
        Save again from the trained model: `pruning_pack.save` records its outputs, and `pruning-pack save --reference FILE` \
        takes recorded ones.
        """, severity: .suggestion)
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("nothing was recorded", of: .recorded) { try $0.remove(PackageLayout.referenceOutputs) },
  .bad("outputs of the package itself", of: .recorded, severity: .suggestion) {
    try $0.set("origin", to: .string("package"), in: PackageLayout.referenceOutputs)
  },
  .bad("a recording of version 1, which has no origin", of: .recorded, severity: .suggestion) {
    try $0.edit(PackageLayout.referenceOutputs) { recording in
      recording["format"] = .int(1)
      recording["origin"] = nil
    }
  },
  .good("outputs of the model in memory", of: .recorded),
  .good("outputs of the checkpoint that was packed", of: .recordedEncoder) {
    try $0.set("origin", to: .string("source"), in: PackageLayout.referenceOutputs)
  },
]

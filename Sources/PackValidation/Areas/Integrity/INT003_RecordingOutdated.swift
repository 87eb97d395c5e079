import ModelDir
import PackDigests
import PackFiles
import PackJSON

extension Rule {
  static let int003 = Rule(
    "INT003", "recording-outdated", .error, needs: [.json, .tensors],
    title: "the weights are those that the outputs were recorded with",
    why: """
      A recording describes the weights it was made from. After a change it describes another model, and a difference within \
      the tolerance goes unnoticed.
      """,
    advice: "Restore the recorded weights, or pack the changed model again with `pruning-pack save --from`.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    guard let recording = package.documents.reference else { throw .notApplicable("nothing is recorded") }
    let reference = try recording.required(PackageLayout.referenceOutputs)
    guard case .success = package.weights.subModel, case .success = package.weights.head else {
      throw .prerequisiteFailed("the weights cannot be read")
    }
    let present = try package.weights.digests()
    for file in Set(present.keys).union(reference.weights.keys).sorted() {
      let place = Place(file: file)
      switch (reference.weights[file], present[file]) {
      case (let expected?, let found?) where expected != found:
        context.report(
          at: place, "\(file) was changed after the recording", expected: "sha256 \(expected)",
          found: "sha256 \(found)",
          advice:
            "Restore the recorded \(file), or pack the changed model again with `pruning-pack save --from`.")
      case (nil, let found?):
        context.report(
          at: place, "\(file) was added after the recording", found: "sha256 \(found)",
          advice: "Record again: `pruning-pack record DIR --python PATH`.")
      case (let expected?, nil):
        context.report(
          at: place, "\(file) was recorded and is missing", expected: "sha256 \(expected)",
          advice: "Restore \(file), or pack the changed model again with `pruning-pack save --from`.")
      default: break
      }
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("the head was exchanged", of: .recorded, causes: ["RUN002"]) { package in
    try package.flipLastBit(of: package.head)
  },
  .bad("weights that were not recorded", of: .recorded) {
    try $0.set($0.head, of: "weights", to: nil, in: PackageLayout.referenceOutputs)
  },
  .bad("recorded weights that are gone", of: .recorded) {
    let digest = JSONValue.string(String(repeating: "0", count: 64))
    try $0.set("ranking_model/old.safetensors", of: "weights", to: digest, in: PackageLayout.referenceOutputs)
  },
  .good("a card was edited after the recording", of: .recorded) {
    try $0.append("More words.", to: "README.md")
  },
]

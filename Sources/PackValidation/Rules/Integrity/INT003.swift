import PackDigests
import PackFiles
import ModelDir

extension Rule {
  static let int003 = Rule(
    "INT003", .error, needs: [.json, .tensors],
    title: "the recorded outputs were made from these weights",
    why: """
      A recording proves something about the weights it was made from. When they are exchanged afterwards, it describes \
      another model, and a difference within the tolerance would pass unseen.
      """,
    fix: "Record again: `pruning-pack record DIR --python PATH`."
  ) { context throws(RuleSkip) in
    let package = context.package
    guard let recording = package.reference else { throw .notApplicable("nothing is recorded") }
    let reference = try package.required(recording, PackageLayout.referenceOutputs)
    guard case .success = package.subModel, case .success = package.head else {
      throw .prerequisiteFailed("the weights cannot be read")
    }
    let present = try package.weightDigests()
    for file in Set(present.keys).union(reference.weights.keys).sorted() {
      let place = Place(file: file)
      switch (reference.weights[file], present[file]) {
      case (let expected?, let found?) where expected != found:
        context.report(
          at: place, "the file is not the one that was recorded", expected: "\(expected)", found: "\(found)")
      case (nil, let found?):
        context.report(at: place, "the file was not there when outputs were recorded", found: "\(found)")
      case (let expected?, nil):
        context.report(at: place, "the file was there when outputs were recorded", expected: "\(expected)")
      default: break
      }
    }
  }
}

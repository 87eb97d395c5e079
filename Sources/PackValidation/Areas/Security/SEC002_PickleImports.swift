import PackCheckpoints
import PackFiles

extension Rule {
  static let sec002 = Rule(
    "SEC002", "pickle-imports", .error, needs: [.layout], guardsCode: true,
    title: "an allowed pickle imports only what rebuilds tensors",
    why: """
      With --allow-pickle a package may have one, if all that it imports is on the list of functions with which torch \
      rebuilds a state dict. Whatever else it names is run when somebody loads it.
      """,
    advice: "Load the file that is named where it does no harm, and write its tensors with safetensors.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    guard package.settings.allowsPickle else { throw .notApplicable("no pickle is allowed: see SEC001") }
    guard !package.pickles.isEmpty else { throw .notApplicable("there is no pickle") }
    for (path, scan) in package.pickles {
      for entry in scan.imports where !entry.isAllowed {
        context.report(
          at: Place(file: path, byteOffset: entry.member == nil ? entry.byteOffset : nil),
          "the pickle imports what no state dict needs", expected: "torch's rebuild functions",
          found: entry.qualifiedName + (entry.member.map { " in \($0)" } ?? ""))
      }
      if let problem = scan.problem {
        context.report(
          at: Place(file: path, byteOffset: problem.place.byteOffset),
          scan.foundPickle
            ? "the pickle cannot be read to its end: \(problem.problem)"
            : "whether the file holds a pickle cannot be told: \(problem.problem)")
      }
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a pickle that calls os.system", allowsPickle: true) {
    try $0.write(ExamplePickle.harmful, to: "notes.txt")
  },
  .bad("a pickle that is cut off", allowsPickle: true) {
    try $0.write(Array(ExamplePickle.harmful.dropLast()), to: "notes.txt")
  },
  .good("a pickle that imports nothing", allowsPickle: true) {
    try $0.write(ExamplePickle.harmless, to: "notes.txt")
  },
]

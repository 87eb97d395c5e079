import PackCheckpoints
import PackFiles

extension Rule {
  static let sec002 = Rule(
    "SEC002", "pickle-imports", .error, needs: [.layout], guardsCode: true,
    title: "an allowed pickle imports only what rebuilds tensors",
    why: """
      With --allow-pickle a package may contain pickles that import only the functions with which PyTorch rebuilds a state \
      dict. Anything else that a pickle imports may run when somebody loads it.
      """,
    advice: "Delete the pickle, and ask its author for the tensors as safetensors.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    guard package.settings.allowsPickle else {
      throw .notApplicable("SEC001 refuses every pickle")
    }
    guard !package.pickles.isEmpty else { throw .notApplicable("there is no pickle") }
    for (path, scan) in package.pickles {
      let advice = "Delete \(path), and ask its author for the tensors as safetensors."
      for entry in scan.imports where !entry.isAllowed {
        context.report(
          at: Place(file: path, byteOffset: entry.member == nil ? entry.byteOffset : nil),
          "the pickle imports \(entry.qualifiedName)\(entry.member.map { " in \($0)" } ?? "")",
          expected: "only functions that rebuild tensors", found: entry.qualifiedName, advice: advice)
      }
      if let problem = scan.problem {
        context.report(
          at: Place(file: path, byteOffset: problem.place.byteOffset),
          scan.foundPickle
            ? "the pickle cannot be read to its end: \(problem.problem)"
            : "\(path) may hold a pickle: \(problem.problem)", advice: advice)
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

import PackCheckpoints
import PackFiles

extension Rule {
  static let sec001 = Rule(
    "SEC001", .error, needs: [.layout],
    title: "no pickle, whatever its name",
    why: """
      A pickle is a program that runs when it is loaded. Scanners look at names and lists of bad imports, and lose: this rule \
      looks at the bytes of every file, and refuses any pickle, in an archive or an array too. Where it cannot look, it does \
      not say that there is none: a file that loaders of pickles open and this tool does not is refused as well.
      """,
    fix:
      "Convert it with `pruning-pack save --from`, or write the tensors with `safetensors.torch.save_file`."
  ) { context throws(RuleSkip) in
    let package = context.package
    if package.settings.allowsPickle {
      throw .notApplicable("pickles are allowed on request: SEC002 judges them")
    }
    for (path, scan) in package.pickles {
      if scan.foundPickle {
        context.report(
          at: Place(file: path), "the file is a pickle", expected: "safetensors", found: scan.kind.rawValue)
      } else if let problem = scan.problem {
        context.report(
          at: Place(file: path, byteOffset: problem.place.byteOffset),
          "whether the file holds a pickle cannot be told: \(problem.problem)", expected: problem.expected,
          found: problem.found)
      }
    }
  }
}

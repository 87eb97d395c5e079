import PackFiles

extension Rule {
  static let py001 = Rule(
    "PY001", "python-does-not-parse", .error, needs: [.code], guardsCode: true,
    title: "every .py is UTF-8 and parses as Python 3",
    why: "Code that does not parse fails at import, in the process of whoever trusted it.",
    advice: "Correct the line that is named, or copy the modelling file again from `pruning-pack save`."
  ) { context throws(RuleSkip) in
    let package = context.package
    guard !package.code.files.isEmpty else { throw .prerequisiteFailed("there is no Python file") }
    for file in package.code.files {
      if file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
        // Python takes it; transformers reads the text on its own, and then it is a character too many.
        context.report(at: file.place(0), "not valid Python for transformers", found: "a byte order mark")
      }
      if case .failure(.broken(let error)) = file.facts { context.report(error) }
    }
    if context.findings.isEmpty, let file = package.code.files.first(where: { !$0.isParsed }) {
      throw .meansMissing(
        "there is no python3 to parse \(file.path): only strings, brackets and indentation were looked at")
    }
  }
}

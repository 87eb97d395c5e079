import ModelDir
import PackFiles
import PackPythonCode

extension Rule {
  static let py001 = Rule(
    "PY001", "python-does-not-parse", .error, needs: [.code], guardsCode: true,
    title: "each Python file that is loaded is UTF-8 and parses as Python 3",
    why: "Python refuses the whole file, so the model cannot be loaded by anybody.",
    advice: "Correct the reported line, or write the modelling file again with `pruning-pack save --from`.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    guard !package.code.files.isEmpty else { throw .prerequisiteFailed("there is no Python file") }
    for file in package.code.files {
      if file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
        // Python skips it; transformers reads the text itself and does not.
        context.report(
          at: file.place(0), "\(file.path) begins with a byte order mark",
          advice: "Save \(file.path) as UTF-8 without a byte order mark.")
      }
      if case .failure(.broken(let error)) = file.facts {
        context.report(error, advice: advice(error as? PythonError, file.path))
      }
    }
    if context.findings.isEmpty, let file = package.code.files.first(where: { !$0.isParsed }) {
      throw .meansMissing(
        "no python3 was found to parse \(file.path): only strings, brackets and indentation were checked")
    }
  }

  private static func advice(_ error: PythonError?, _ path: String) -> String? {
    guard let error else { return nil }
    let correction = "Correct line \(error.line) of \(path)"
    return path == PackageLayout.modellingFile
      ? "\(correction), or write it again with `pruning-pack save --from`." : "\(correction)."
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("an open bracket", warns: ["PY012"], blocks: true) { try $0.write("x = (1,\n", to: $0.modellingFile) },
  .bad("another file with bad indentation", warns: ["PY012"], blocks: true) {
    try $0.addCode("from .helper import x")
    try $0.write("def f():\n    return 1\n   x = 2\n", to: "helper.py")
  },
  .bad("code that another encoding makes", warns: ["PY012"], blocks: true) {
    try $0.addCode("from .helper import x")
    try $0.write("# -*- coding: utf-7 -*-\n# +AAo-import os+AAo-os.system('id')\n", to: "helper.py")
  },
  .bad("another encoding in the second line", warns: ["PY012"], blocks: true) { package in
    try package.rewrite(package.modellingFile) {
      Array("#!/usr/bin/python\n# vim: set fileencoding=raw_unicode_escape :\n".utf8) + $0
    }
  },
  .bad("Latin letters in bytes of their own", warns: ["PY012"], blocks: true) {
    try $0.addCode("from .helper import x")
    try $0.write(Array("x = '".utf8) + [0xE9] + Array("'\n".utf8), to: "helper.py")
  },
  .bad("a byte order mark", warns: ["PY012"]) { package in
    try package.rewrite(package.modellingFile) { [0xEF, 0xBB, 0xBF] + $0 }
  },
  .good("a script of Python 2 that nothing loads", warns: []) {
    try $0.write("print 'a'\n", to: "scripts/old.py")
  },
  .good("a file that says that it is UTF-8", warns: ["PY012"]) {
    try $0.addCode("from .helper import x")
    try $0.write("# -*- coding: utf-8 -*-\nx = 'é'\n", to: "helper.py")
  },
]

import PackFiles
import ModelDir
import PackPythonCode

extension Rule {
  static let py005 = Rule(
    "PY005", "broken-relative-import", .error, needs: [.code, .json], guardsCode: true,
    title: "each relative import leads to a module of the package",
    why: """
      transformers copies a modelling file and its relative imports into a cache. It finds these imports with a regular \
      expression: `from .x import y` counts even in a docstring; `from . import x`, or an import after a semicolon, does not. \
      The load fails if a module that counts is missing, or if a module that is needed does not count.
      """,
    advice:
      "Put the module into the package's root directory, and write `from .module import name` on its own line.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    var pending: [String] = []
    var names: Set<String> = []
    for case (_, let entry?) in try autoMapEntries(package) {
      let file = "\(entry.prefix { $0 != "." }).py"
      if package.listing.files.contains(file), names.insert(file).inserted { pending.append(file) }
    }
    let entries = names
    let shownEntries = pending.prefix(3).joined(separator: " or ")
    let files = Dictionary(package.code.files.map { (ExactText($0.path), $0) }) { first, _ in first }
    guard !pending.isEmpty else { throw .prerequisiteFailed("auto_map names no module of the package") }
    // What transformers copies.
    var copied: [PythonFile] = []
    var next = 0
    while next < pending.count {
      defer { next += 1 }
      guard let file = files[ExactText(pending[next])] else { continue }
      copied.append(file)
      for module in RelativeImports(file.bytes).modules {
        let path = "\(module.text).py"
        if package.listing.files.contains(path) {
          if names.insert(path).inserted {
            pending.append(path)
            if !entries.contains(file.path) {
              // transformers 4 copies from a directory only what the module of auto_map imports itself.
              context.report(
                at: file.place(module.offset), "\(path) is not imported by \(shownEntries)",
                expected: "from .\(module.text) import ... there, too",
                advice: """
                  Write `from .\(module.text) import ...` in \(shownEntries), too: transformers 4 copies only what that imports.
                  """)
            }
          }
        } else {
          context.report(
            at: file.place(module.offset), "\(path) is missing", found: "from .\(module.text)",
            advice: "Copy \(path) into the package, or delete the import `from .\(module.text)`.")
        }
      }
    }
    var words: [String: Set<ArraySlice<UInt8>>] = [:]
    for file in copied {
      guard case .success(let facts) = file.facts else { continue }
      let looked = Set(RelativeImports(file.bytes).modules.map(\.text))
      for entry in facts.imports where entry.level > 0 && !entry.isGuarded {
        let module = entry.module.isEmpty ? entry.member ?? "" : entry.module
        if entry.level > 1 {
          if !looked.contains("." + module) {
            report(entry, "relative import leads out of the package", file, context)
          }
        } else if !names.contains("\(module).py"), !looked.contains(module) {
          report(
            entry, "transformers does not see the relative import", file, context,
            advice:
              "Write `from .module import name` on its own line, and put the module into the root directory.")
        } else if let member = entry.member, !entry.module.isEmpty,
          let target = files[ExactText("\(module).py")], lacks(target, member, &words)
        {
          report(
            entry, "\(module).py does not define \(member)", file, context,
            advice: "Define `\(member)` in \(module).py, or delete the import.")
        }
      }
    }
    try package.code.requireAll()
  }

  private static func report(
    _ entry: PythonImport, _ problem: String, _ file: PythonFile, _ context: RuleContext,
    advice: String? = nil
  ) {
    context.report(
      at: file.place(entry.offset), problem,
      found: "from \(String(repeating: ".", count: entry.level))\(entry.module) import \(entry.member ?? "")",
      advice: advice)
  }

  /// Whether a module certainly does not define a name: the word is not in it, and it imports no unseen names.
  ///
  /// - Parameter known: the words of the modules that were asked before; none for one that may have any name.
  private static func lacks(
    _ file: PythonFile, _ member: String, _ known: inout [String: Set<ArraySlice<UInt8>>]
  ) -> Bool {
    guard member != "*", case .success(let facts) = file.facts else { return false }
    if known[file.path] == nil {
      let isOpen =
        facts.imports.contains { $0.member == "*" } || facts.uses.contains { hidden.contains($0.name) }
        || facts.functions.contains { $0.path == "__getattr__" }
      known[file.path] = isOpen ? [] : Set(file.bytes.split { !isNameByte($0) })
    }
    guard let words = known[file.path], !words.isEmpty else { return false }
    return !words.contains(Array(member.utf8)[...])
  }

  /// Functions that can define names which the text does not show.
  private static let hidden: Set<String> = ["globals", "locals", "exec", "setattr", "vars"]
}

private let ruleExamples: [RuleExample] = [
  .badCode("a module that is not there", "from .helpers import f"),
  .badCode("a module that is not there, in a docstring", "'''\nfrom .helpers import f\n'''"),
  .badCode("a module that is not copied", "from . import json", causes: ["PY015"]),
  .bad("a module of a module", warns: ["PY012"]) {
    try $0.addCode("from .helpers import f")
    try $0.write("from .more import f\n", to: "helpers.py")
  },
  .bad("a name that is not there", warns: ["PY012"]) {
    try $0.addCode("from .helpers import f")
    try $0.write("def g(): pass\n", to: "helpers.py")
  },
  .good("a module beside the modelling file", warns: ["PY012"]) {
    try $0.addCode("from .helpers import f")
    try $0.write("def f(): pass\n", to: "helpers.py")
  },
]

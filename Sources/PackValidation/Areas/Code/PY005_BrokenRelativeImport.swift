import PackFiles
import ModelDir
import PackPythonCode

extension Rule {
  static let py005 = Rule(
    "PY005", "broken-relative-import", .error, needs: [.code, .json], guardsCode: true,
    title: "relative imports lead to files of the package, all the way",
    why: """
      transformers copies a modelling file, and what it imports relatively, into a cache of its own. It finds these imports \
      with a regular expression: `from .x import y` in a docstring counts, `from . import x` and one after a semicolon do \
      not. What it looks for and does not find, or does not look for and is needed, ends the load.
      """,
    advice:
      "Put the module beside the others at the package's root, and import it with `from .module import name` on a line of its own.",
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
                at: file.place(module.offset), "relative import that the modelling file does not repeat",
                expected: "from .\(module.text) import ... in \(shownEntries), too",
                found: "from .\(module.text)")
            }
          }
        } else {
          context.report(
            at: file.place(module.offset), "relative import of a module that is not in the package",
            expected: path, found: "from .\(module.text)")
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
          if !looked.contains("." + module) { report(entry, "leads out of the package", file, context) }
        } else if !names.contains("\(module).py"), !looked.contains(module) {
          report(entry, "is not found by transformers", file, context)
        } else if let member = entry.member, !entry.module.isEmpty,
          let target = files[ExactText("\(module).py")], lacks(target, member, &words)
        {
          report(entry, "asks for \(member), which \(module).py does not have", file, context)
        }
      }
    }
    try package.code.requireAll()
  }

  private static func report(
    _ entry: PythonImport, _ problem: String, _ file: PythonFile, _ context: RuleContext
  ) {
    context.report(
      at: file.place(entry.offset), "relative import \(problem)",
      found: "from \(String(repeating: ".", count: entry.level))\(entry.module) import \(entry.member ?? "")")
  }

  /// Whether a name certainly does not come from a module: nothing in it is called so, and it takes over nothing unseen.
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

  /// Functions that give a module names of which nothing is seen.
  private static let hidden: Set<String> = ["globals", "locals", "exec", "setattr", "vars"]
}

private let ruleExamples: [RuleExample] = [
  .badCode("a module that is not there", "from .helpers import f"),
  .badCode("a module that is not there, in a docstring", "'''\nfrom .helpers import f\n'''"),
  .badCode("a module that is not copied", "from . import json"),
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

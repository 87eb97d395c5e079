import ModelDir
import PackFiles
import PackJSON
import PackPythonCode

extension Rule {
  static let cfg004 = Rule(
    "CFG004", "auto-map-points-nowhere", .error, needs: [.json, .code],
    title: "auto_map's modules are in the package and define its classes",
    why: """
      An auto_map that names a file which was never saved, or a class that was renamed, loads on its maker's machine \
      (where the module is installed or cached) and nowhere else.
      """,
    advice: "Put the module at the package's root, or correct the entry of auto_map.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    for case (let place, let entry?) in try autoMapEntries(context.package) {
      let parts = entry.split(separator: ".", omittingEmptySubsequences: false)
      // What is not local is CFG003's.
      guard parts.count == 2, parts.allSatisfy(isPythonIdentifier) else { continue }
      let file = "\(parts[0]).py"
      guard context.package.listing.files.contains(file) else {
        context.report(at: place, "auto_map names a module that is not in the package", expected: file)
        continue
      }
      guard let code = context.package.code.file(file), case .success = code.facts else {
        throw .prerequisiteFailed("\(file) cannot be parsed")
      }
      if !code.topLevelClasses.contains(String(parts[1])) {
        context.report(
          at: place, "the module does not define the class", expected: "class \(parts[1]) in \(file)",
          found: code.topLevelClasses.isEmpty ? "no class" : code.topLevelClasses.joined(separator: ", "))
      }
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a module that is not there", blocks: true) {
    try $0.mapClass("modeling_open_provence.PruningEncoderForSequenceClassification")
  },
  .bad("a class that is not there", causes: ["CFG002"]) {
    try $0.mapClass("modeling_pruning_encoder.OpenProvenceEncoderForSequenceClassification")
  },
  .bad("a module without a class", warns: ["PY012"]) {
    try $0.set("AutoModel", of: "auto_map", to: .string("other.Model"), in: "config.json")
    try $0.write("x = 1\n", to: "other.py")
  },
  .good("a second module that defines its class", warns: ["PY012"]) {
    try $0.set("AutoModel", of: "auto_map", to: .string("other.Model"), in: "config.json")
    try $0.write("class Model:\n    pass\n", to: "other.py")
  },
]

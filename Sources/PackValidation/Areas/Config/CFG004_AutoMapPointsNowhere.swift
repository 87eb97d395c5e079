import ModelDir
import PackFiles
import PackJSON
import PackPythonCode

extension Rule {
  static let cfg004 = Rule(
    "CFG004", "auto-map-points-nowhere", .error, needs: [.json, .code],
    title: "each module of auto_map is in the package and defines its class",
    why: """
      On its maker's machine the module is installed or cached. A file that was never saved, or a class that was renamed, \
      is found there and nowhere else.
      """,
    advice: "Copy the module into the package, or write `module.Class` of a module that is there.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    for case (let place, let entry?) in try autoMapEntries(context.package) {
      let parts = entry.split(separator: ".", omittingEmptySubsequences: false)
      // What is not local is CFG003's.
      guard parts.count == 2, parts.allSatisfy(isPythonIdentifier) else { continue }
      let file = "\(parts[0]).py"
      guard context.package.listing.files.contains(file) else {
        context.report(
          at: place, "auto_map needs \(file), which is missing", found: entry.quotedForMessage,
          advice: "Copy \(file) into the package, or write the `module.Class` of a module that is there.")
        continue
      }
      let code = try context.package.code.required(file).file
      if !code.topLevelClasses.contains(String(parts[1])) {
        context.report(
          at: place, "\(file) does not define \(parts[1])", found: code.classesText,
          advice: "Define `\(parts[1])` in \(file), or write a class that \(file) defines.")
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
    try $0.set("AutoModelForMaskedLM", of: "auto_map", to: .string("other.Model"), in: "config.json")
    try $0.write("x = 1\n", to: "other.py")
  },
  .good("a second module that defines its class", warns: ["PY012"]) {
    try $0.set("AutoModelForMaskedLM", of: "auto_map", to: .string("other.Model"), in: "config.json")
    try $0.write("class Model:\n    pass\n", to: "other.py")
  },
]

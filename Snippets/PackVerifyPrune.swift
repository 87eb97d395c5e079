// Packs a trained reranker with its pruning head, checks the package, and prunes a passage with it.

import PruningPack

// snippet.hide
let arguments = CommandLine.arguments
let trained = arguments[1]
let package = arguments[2]
// snippet.show

// What training left: a directory of save_pretrained, and a file with the head's weights.
var options = SaveOptions(
  source: .rankingModel("\(trained)/ranking_model"), pruningHead: "\(trained)/pruning_head.safetensors",
  output: package)
options.reference = try ReferenceOutputs(recordedBeforeSaving: "\(trained)/reference_outputs.json")
options.license = "apache-2.0"
options.languages = ["en"]
let saved = try PackageSaver.save(options)

// Findings are data: each has its rule, severity, place, and what was expected and found.
let report = try Verifier.verify(root: package, threads: 2)
for finding in report.findings {
  print(finding.severity, finding.rule, finding.place.file, finding.message)
}

// One pass scores the passage and says for each sentence whether to keep it.
let model = try PruningEncoder(directory: package, threads: 2)
let pair = TextPair(
  query: "When was the lighthouse built?",
  document: "The lighthouse was built in 1873. Its keeper grew roses.")
let pruned = try model.prune(pair, threshold: 0.3)
print(pruned.rankingScore ?? 0, pruned.text)

import PackFiles

extension Rule {
  static let lay005 = Rule(
    "LAY005", "leftovers", .warning, needs: [.layout],
    title: "no leftovers of training, editors or Python",
    why: """
      Optimizer states are twice as large as the model. An environment file may hold passwords. Compiled Python may differ \
      from the source beside it. Everyone who downloads the package gets them.
      """,
    advice: "Delete what training, editors or Python left behind.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    var inside: String?
    for entry in context.package.listing.entries {
      if let directory = inside, entry.path.hasPrefix(directory) { continue }
      guard let kind = Leftovers.kind(of: lastPathComponent(entry.path)) else { continue }
      context.report(
        at: Place(file: entry.path), "\(entry.path) does not belong in a package", found: kind,
        advice: "Delete \(entry.path) from the package.")
      if entry.kind == .directory { inside = entry.path + "/" }
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("an optimizer's state") { try $0.write("state", to: "ranking_model/optimizer.pt") },
  .bad("an environment file") { try $0.write("A=1\n", to: ".env") },
  .bad("an environment file of direnv") { try $0.write("export A=1\n", to: ".envrc") },
  .bad("a numbered checkpoint") { try $0.makeDirectory("checkpoint-500") },
  .bad("a directory of checkpoints") { try $0.write("x", to: "checkpoints/notes.txt") },
  .bad("an editor's backup") { try $0.write("x", to: "#config.json#") },
  .bad("a checkpoint of Lightning") { try $0.write("x", to: "ranking_model/last.ckpt") },
  .bad("a shard of DeepSpeed's optimizer in bf16") {
    try $0.write("x", to: "bf16_zero_pp_rank_0_mp_rank_00.pt")
  },
  .bad("a shard of DeepSpeed's optimizer") { try $0.write("x", to: "mp_rank_00_optim_states.pt") },
  .bad("a package that a killed run was writing") {
    try $0.write("{}", to: ".pruning-pack.staging-Qm3xZa/config.json")
  },
  .bad("a file that a killed run was writing") { try $0.write("{}", to: ".pruning-pack.file-Qm3xZa") },
  .bad("a directory that was being removed") {
    try $0.write("{}", to: ".pruning-pack.staging-Qm3xZa-interrupted/config.json")
  },
  .bad("a recording that an earlier version was writing") {
    try $0.write("{}", to: ".reference_outputs.json.4711-3405691582")
  },
  .good("names that begin alike") { package in
    for name in [
      "checkpoint-notes.md", "environment.txt", "epoch_one.txt", "backups.txt", ".pruning-pack.yml",
    ] {
      try package.write("x\n", to: name)
    }
  },
]

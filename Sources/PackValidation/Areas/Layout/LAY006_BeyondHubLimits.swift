import PackFiles

extension Rule {
  static let lay006 = Rule(
    "LAY006", "beyond-hub-limits", .error, needs: [.layout],
    title: "the number and the size of files are within the Hub's limits",
    why: """
      The Hub accepts at most 10,000 files in a folder and 500 GB in a file. It advises against files over 200 GB, folders \
      with more than 10,000 entries and repositories with more than 100,000 files: they upload and download badly. It wants \
      to be asked before a repository exceeds 1 TB.
      """,
    advice: """
      Split large weights into shards with `save_pretrained(..., max_shard_size="50GB")`. Delete files that the model does \
      not need.
      """,
    grading: "a warning where the Hub only advises against it",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    if package.listing.isTooLarge {
      context.report(
        at: Place(file: "."), "the package has too many files: most of them were not checked",
        expected: "at most \(package.listing.limit)", advice: "Delete files that the model does not need.")
    }
    // What is uploaded of a snapshot in the Hub's cache is what its links lead to.
    let files = package.listing.entries.filter { package.listing.files.contains($0.path) }.map { entry in
      (entry.path, entry.kind == .link ? fileSize(joinPath(package.root, entry.path)) ?? 0 : entry.size)
    }
    let folders = package.listing.entries.filter { $0.kind == .directory }.map(\.path)
    for excess in HubLimits.excesses(files: files, folders: folders) {
      context.report(
        at: Place(file: excess.path), excess.problem, expected: excess.limit, found: excess.found,
        advice: excess.advice, severity: excess.isRefused ? .error : .warning)
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a file larger than the Hub likes", severity: .warning, warns: ["SEC006"]) {
    try $0.makeSparseFile("ranking_model/notes.txt", size: 300_000_000_000)
  },
  .bad("a file larger than the Hub takes", warns: ["SEC006"]) {
    try $0.makeSparseFile("ranking_model/notes.txt", size: 600_000_000_000)
  },
  .bad("a folder with more files than the Hub takes") { package in
    for number in 0...HubLimits.inFolder { try package.write("", to: "notes/\(number).txt") }
  },
  .good("a file as large as the Hub likes", warns: ["SEC006"]) {
    try $0.makeSparseFile("ranking_model/notes.txt", size: HubLimits.fileSize)
  },
  .good("a folder with as many files as the Hub takes") { package in
    for number in 0..<HubLimits.inFolder { try package.write("", to: "notes/\(number).txt") }
  },
]

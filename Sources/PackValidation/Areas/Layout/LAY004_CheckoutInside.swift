import PackFiles

extension Rule {
  static let lay004 = Rule(
    "LAY004", "checkout-inside", .error, needs: [.layout],
    title: "no .git and no .cache inside the package",
    why: """
      The Hub refuses paths with these names. At the top level its client leaves out a checkout's .git and its own \
      .cache/huggingface: they are not part of the package, and nothing in them was checked.
      """,
    advice: "Remove what is named, or publish a copy without it.",
    grading: "a suggestion for .git and the directory .cache/huggingface at the top level",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    for entry in package.listing.entries {
      let name = lastPathComponent(entry.path)
      guard PackageListing.foreignDirectories.contains(name) else { continue }
      let isTop = !entry.path.utf8.contains(UInt8(ascii: "/"))
      guard isTop, name == ".git" || entry.kind == .directory else {
        context.report(at: Place(file: entry.path), "the Hub refuses a path with \(name) in it")
        continue
      }
      if name == ".cache" {
        let inside = try? listDirectory(joinPath(package.root, name), shouldEnter: { _ in false })
        for foreign in inside ?? [] where foreign.path != "huggingface" {
          context.report(
            at: Place(file: "\(name)/\(foreign.path)"), "the Hub refuses a path with \(name) in it")
        }
      }
      context.report(
        at: Place(file: entry.path), "\(name) is not part of the package, and was not looked into",
        severity: .suggestion)
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a checkout in a directory") { try $0.makeDirectory("ranking_model/.git") },
  .bad("a cache of something else") { try $0.makeDirectory(".cache/other") },
  .bad("a file in the cache's place") { try $0.write("x", to: ".cache") },
  .bad("a checkout at the top", severity: .suggestion) { try $0.makeDirectory(".git") },
  .bad("notes of the Hub's client", severity: .suggestion) { try $0.makeDirectory(".cache/huggingface") },
  .good("names that begin alike") { package in
    try package.write("*.md text\n", to: ".gitattributes")
    try package.write("on: push\n", to: ".github/workflows/check.yml")
  },
]

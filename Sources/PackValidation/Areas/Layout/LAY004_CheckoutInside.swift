import ModelDir
import PackFiles

extension Rule {
  static let lay004 = Rule(
    "LAY004", "checkout-inside", .error, needs: [.layout],
    title: "no .git and no .cache inside the package",
    why: """
      The Hub refuses paths with these names in them. At the top level its client leaves out .git and its own \
      .cache/huggingface. They are not part of the package, so nothing in them was checked.
      """,
    advice: "Delete .git and .cache, or publish a copy without them.",
    grading: "a suggestion for .git and the directory .cache/huggingface at the top level",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    for entry in package.listing.entries {
      let name = lastPathComponent(entry.path)
      guard PackageLimits.foreignDirectories.contains(name) else { continue }
      let isTop = !entry.path.utf8.contains(UInt8(ascii: "/"))
      guard isTop, name == ".git" || entry.kind == .directory else {
        reportRefused(entry.path, name, context)
        continue
      }
      if name == ".cache" {
        let inside = try? listDirectory(joinPath(package.root, name), shouldEnter: { _ in false })
        for foreign in inside ?? [] where foreign.path != "huggingface" {
          reportRefused("\(name)/\(foreign.path)", name, context)
        }
      }
      context.report(
        at: Place(file: entry.path), "\(name) is not part of the package and was not checked",
        advice: "Leave \(name) where it is, or publish a copy without it.", severity: .suggestion)
    }
  }

  private static func reportRefused(_ path: String, _ name: String, _ context: RuleContext) {
    context.report(
      at: Place(file: path), "\(path) cannot be uploaded: the Hub refuses \(name) in a path",
      advice: "Delete \(path) from the package.")
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

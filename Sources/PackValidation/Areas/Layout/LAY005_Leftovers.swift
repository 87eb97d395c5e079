import PackFiles

extension Rule {
  static let lay005 = Rule(
    "LAY005", "leftovers", .warning, needs: [.layout],
    title: "nothing that training, editors or Python left behind",
    why: """
      Optimizer states are twice as large as the model, an environment file may hold passwords, compiled Python may differ \
      from the source beside it; everyone who downloads the package gets them.
      """,
    advice: "Remove what is named."
  ) { context throws(RuleSkip) in
    var inside: String?
    for entry in context.package.listing.entries {
      if let directory = inside, entry.path.hasPrefix(directory) { continue }
      guard let kind = Leftovers.kind(of: lastPathComponent(entry.path)) else { continue }
      context.report(at: Place(file: entry.path), "does not belong into a package", found: kind)
      if entry.kind == .directory { inside = entry.path + "/" }
    }
  }
}

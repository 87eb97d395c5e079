public import PackJSON

extension RuleCatalogue {
  /// The list for a person to read: id, severity and title, one line each.
  public static var text: String {
    rules.map { rule in
      "\(padded(rule.id, to: 8))\(padded(rule.name, to: nameWidth))\(padded(rule.severity.rawValue, to: 12))\(rule.title)"
        + (rule.grading.map { " (\($0))" } ?? "") + "\n"
    }.joined()
  }

  private static let nameWidth = 2 + (rules.map(\.name.count).max() ?? 0)

  /// The list for programs.
  public static var json: JSONValue {
    .array(
      rules.map { rule in
        .object([
          "id": .string(rule.id), "name": .string(rule.name), "severity": .string(rule.severity.rawValue),
          "grading": rule.grading.map { .string($0) } ?? .null, "title": .string(rule.title),
          "needs": .array(rule.needs.map(\.rawValue).sorted().map { .string($0) }), "why": .string(rule.why),
          "fix": .string(rule.advice),
        ])
      })
  }

  /// The page of the documentation, docs/rules.md.
  public static var markdown: String {
    var text = """
      # What the gate checks

      `pruning-pack verify` holds a package to these rules. An error fails the gate, a warning fails it with `--strict`, a \
      suggestion never does; a rule that grades some of its findings lower says so. A rule that could not be checked is \
      reported with its reason, and never as passed. Ids and names are stable: a released one never changes its meaning.

      This page is made from the rules themselves by `make docs`; `pruning-pack explain RULE` prints one of them, by id or name.

      """
    for area in RuleArea.allCases {
      let group = rules.filter { $0.area == area }
      if group.isEmpty { continue }
      text += "\n## \(area.heading)\n"
      for rule in group {
        text += """

          ### \(rule.id) \(rule.name): \(rule.title)

          *\(rule.severity.rawValue)*\(rule.grading.map { " (\($0))" } ?? ""), looks at: \(rule.needsText)

          \(rule.why)

          **Fix.** \(rule.advice)

          """
      }
    }
    return text + repairs
  }

  /// The table of what `--fix` does, for the page of the documentation.
  private static var repairs: String {
    let rows = rules.compactMap { rule in rule.fix.map { "| \(rule.id) \(rule.name) | \($0.summary) |\n" } }
    return """

      ## Repairs

      `verify --fix` repairs what has one right repair, in this order; a later repair sees what an earlier one has made of a file.

      | rule | repair |
      |---|---|
      \(rows.joined())
      """
  }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}

extension Rule {
  /// What the rule looks at, in the order in which a package is read.
  var needsText: String { RuleNeed.allCases.filter(needs.contains).map(\.rawValue).joined(separator: ", ") }

  /// What `explain` prints.
  public var explanation: String {
    """
    \(id) \(name) (\(severity.rawValue)): \(title)

    \(why)

    Weighs: \(severity.rawValue)\(grading.map { "; \($0)" } ?? "")
    Looks at: \(needsText)
    Fix: \(advice)

    """
  }
}

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
      # Rules

      `pruning-pack verify` checks a package against these rules. An error fails the verification, a warning fails it with \
      `--strict`, and a suggestion never does. Some rules give part of their findings a lower severity, and say so. A rule \
      that could not run is reported with the reason, never as passed. Ids and names are stable: once released, they never \
      change their meaning.

      `make docs` generates this page from the rules. `pruning-pack explain RULE` prints one rule, by its id or name.

      """
    for area in RuleArea.allCases {
      let group = rules.filter { $0.area == area }
      if group.isEmpty { continue }
      text += "\n## \(area.heading)\n"
      for rule in group {
        text += """

          ### \(rule.id) \(rule.name): \(rule.title)

          *\(rule.severity.rawValue)*\(rule.grading.map { " (\($0))" } ?? ""). Scope: \(rule.needsText).

          \(rule.why)

          **Fix.** \(rule.advice)

          """
      }
    }
    return text + fixes
  }

  /// The table of what `--fix` does, for the page of the documentation.
  private static var fixes: String {
    let rows = rules.compactMap { rule in rule.fix.map { "| \(rule.id) \(rule.name) | \($0.summary) |\n" } }
    return """

      ## Fixes

      `verify --fix` applies the fixes that are unambiguous, in this order. A later fix sees the files as the earlier ones left \
      them.

      | rule | fix |
      |---|---|
      \(rows.joined())
      """
  }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}

extension Rule {
  /// What the rule reads, in the order in which a package is read.
  var needsText: String { RuleNeed.allCases.filter(needs.contains).map(\.title).joined(separator: ", ") }

  /// What `explain` prints.
  public var explanation: String {
    """
    \(id) \(name) (\(severity.rawValue)): \(title)

    \(why)

    Severity: \(severity.rawValue)\(grading.map { "; \($0)" } ?? "")
    Scope:    \(needsText)
    Fix:      \(advice)

    """
  }
}

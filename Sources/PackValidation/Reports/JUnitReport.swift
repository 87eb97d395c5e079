import PackFiles

/// Results as JUnit's XML: a test suite a package, a test case a rule.
///
/// A rule fails its test case when it fails the gate; findings that weigh less are the case's output. A rule that did not
/// run is skipped, with its reason.
struct JUnitReport {
  let options: ReportOptions

  /// The whole document.
  func document(_ results: [VerifyResult]) -> String {
    let suites = results.map { suite($0) }
    func sum(_ key: KeyPath<Counts, Int>) -> Int { suites.reduce(0) { $0 + $1.counts[keyPath: key] } }
    let counts = Counts(
      tests: sum(\.tests), failures: sum(\.failures), errors: sum(\.errors), skipped: sum(\.skipped))
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="\(ReportOptions.toolName)" \(counts.commonAttributes)>
      \(suites.map(\.text).joined())</testsuites>

      """
  }

  private struct Counts {
    var tests = 0
    var failures = 0
    var errors = 0
    var skipped = 0

    var attributes: String { "\(commonAttributes) skipped=\"\(skipped)\"" }

    /// Those that the whole document has, too.
    var commonAttributes: String {
      "tests=\"\(tests)\" failures=\"\(failures)\" errors=\"\(errors)\" time=\"0\""
    }
  }

  private func suite(_ result: VerifyResult) -> (text: String, counts: Counts) {
    var counts = Counts()
    var cases = ""
    var properties = [(name: "version", value: options.toolVersion)]
    switch result {
    case .failed(_, let error):
      counts.tests = 1
      counts.errors = 1
      cases = testCase(
        "package can be read", in: result.package, group: "package",
        "<error message=\"\(markup("\(error)"))\" type=\"\(markup("\(type(of: error))"))\"/>")
    case .verified(let report):
      properties += report.settingsNotes.map { ("settings", $0) }
      let findings = Dictionary(grouping: report.findings, by: \.rule)
      for outcome in report.outcomes {
        let body = body(outcome, findings[outcome.rule] ?? [], strict: report.settings.isStrict)
        counts.tests += 1
        if body.hasPrefix("<failure") { counts.failures += 1 }
        if body.hasPrefix("<skipped") { counts.skipped += 1 }
        let group = String(outcome.rule.prefix { !$0.isNumber })
        cases += testCase(RuleCatalogue.label(outcome.rule), in: result.package, group: group, body)
      }
    }
    let list = properties.map {
      "      <property name=\"\($0.name)\" value=\"\(markup($0.value))\"/>\n"
    }
    let text = """
        <testsuite name="\(markup(result.package))" \(counts.attributes)>
          <properties>
      \(list.joined())    </properties>
      \(cases)  </testsuite>

      """
    return (text, counts)
  }

  /// A test case, known by its rule and its package: CI systems compare it with the one of the last run.
  private func testCase(_ name: String, in package: String, group: String, _ body: String) -> String {
    let place = "\(ReportOptions.toolName).\(package).\(group)"
    let start = "    <testcase classname=\"\(markup(place))\" name=\"\(markup(name))\" time=\"0\""
    return body.isEmpty ? start + "/>\n" : start + ">\(body)</testcase>\n"
  }

  /// What stands inside a rule's test case.
  private func body(_ outcome: RuleOutcome, _ findings: [Finding], strict: Bool) -> String {
    let failing = findings.filter { $0.severity >= (strict ? .warning : .error) }
    let details = findings.map { "\($0.severity.rawValue): \($0.whereabouts): \($0.message)" }.map {
      markup($0)
    }
    .joined(separator: "\n")
    var fixes: [String] = []
    var seen: Set<String> = []
    for fix in findings.compactMap(\.fix) where seen.insert(fix).inserted { fixes.append(fix) }
    let fix = fixes.map { "\nfix: " + markup($0) }.joined()
    if let first = failing.first {
      let more = failing.count > 1 ? " (and \(failing.count - 1) more)" : ""
      let message = markup("\(first.whereabouts): \(first.message)" + more)
      return "<failure message=\"\(message)\" type=\"\(first.severity.rawValue)\">\(details)\(fix)</failure>"
    }
    let output = findings.isEmpty ? "" : "<system-out>\(details)\(fix)</system-out>"
    let reason = markup(outcome.reason ?? "")
    switch outcome.status {
    case .passed, .failed: return output
    case .meansMissing where strict:
      return "<failure message=\"not checked: \(reason)\" type=\"means_missing\"/>" + output
    case .notApplicable, .prerequisiteFailed, .meansMissing, .ignored:
      return "<skipped message=\"\(reason)\" type=\"\(outcome.status.rawValue)\"/>" + output
    }
  }
}

import PackFiles
import PackJSON

/// Results as a SARIF 2.1.0 log: a run a package.
struct SARIFReport {
  let options: ReportOptions

  private static let base = "SRCROOT"

  /// The whole log.
  func log(_ results: [VerifyResult]) -> JSONValue {
    .object([
      "$schema": .string(
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"),
      "version": .string("2.1.0"),
      "runs": .array(results.map { run($0) }),
    ])
  }

  private func run(_ result: VerifyResult) -> JSONValue {
    let paths = ReportedPath(workingDirectory: options.workingDirectory, package: result.package)
    var run: JSONObject = [
      "tool": .object(["driver": driver]),
      // Runs of one tool are told apart by it; without it, code scanning takes one for the other.
      "automationDetails": .object(["id": .string("\(ReportOptions.toolName)/\(paths.uri("").text)/")]),
      "columnKind": .string("unicodeCodePoints"),
      "originalUriBaseIds": .object([
        Self.base: .object(["uri": .string(ReportedPath.directoryURI(options.workingDirectory))])
      ]),
    ]
    switch result {
    case .verified(let report):
      run["invocations"] = .array([.object(invocation(report))])
      var fingerprints = FindingFingerprints()
      run["results"] = .array(
        report.findings.map { finding in
          let path = paths.path(finding.place.file)
          return self.result(finding, paths, fingerprint: fingerprints.next(finding, path: path))
        })
    case .failed(_, let error):
      run["invocations"] = .array([
        .object([
          "executionSuccessful": .bool(false),
          "toolExecutionNotifications": .array([notification("\(error)", level: "error")]),
        ])
      ])
      run["results"] = .array([])
    }
    return .object(run)
  }

  /// The tool, with the catalogue as its rules.
  private var driver: JSONValue {
    .object([
      "name": .string(ReportOptions.toolName),
      "version": .string(options.toolVersion),
      "semanticVersion": .string(options.toolVersion),
      "rules": .array(
        RuleCatalogue.rules.map { rule in
          .object([
            "id": .string(rule.id),
            "name": .string(rule.name),
            "shortDescription": text(rule.title),
            "fullDescription": text(rule.why),
            "help": text(rule.advice),
            "defaultConfiguration": .object(["level": .string(Self.level(rule.severity))]),
            "properties": .object([
              "tags": .array(rule.needs.map(\.rawValue).sorted().map { .string($0) })
            ]),
          ])
        }),
    ])
  }

  private func invocation(_ report: VerifyReport) -> JSONObject {
    var overrides: [JSONValue] = []
    for rule in RuleCatalogue.rules {
      var configuration: JSONObject
      if report.settings.ignored.contains(rule.id) {
        configuration = ["enabled": .bool(false)]
      } else if let severity = report.settings.severities[rule.id] {
        configuration = ["level": .string(Self.level(severity))]
      } else {
        continue
      }
      if let origin = report.settings.origins[rule.id] {
        configuration["properties"] = .object(["origin": .string(origin)])
      }
      overrides.append(
        .object(["descriptor": descriptor(rule.id), "configuration": .object(configuration)]))
    }
    let unchecked = report.outcomes.filter { ![.passed, .failed, .ignored].contains($0.status) }
    let passes = report.passes(strict: report.settings.isStrict)
    var invocation: JSONObject = [
      "executionSuccessful": .bool(true),
      "exitCode": .int(passes ? 0 : 1),
      "exitCodeDescription": .string(
        ReportOverview(report, strict: report.settings.isStrict).verdict.visible),
      "workingDirectory": .object(["uri": .string(ReportedPath.directoryURI(options.workingDirectory))]),
      "toolExecutionNotifications": .array(unchecked.map { notification($0) }),
      "toolConfigurationNotifications": .array(
        report.settingsNotes.map { notification($0, level: "note") }),
    ]
    if !overrides.isEmpty { invocation["ruleConfigurationOverrides"] = .array(overrides) }
    return invocation
  }

  private func notification(_ outcome: RuleOutcome) -> JSONValue {
    let level = outcome.status == .meansMissing ? "warning" : "note"
    let message = "\(outcome.rule) was not checked: \(outcome.reason ?? "")"
    guard case .object(var object) = notification(message, level: level) else { return .null }
    object["associatedRule"] = descriptor(outcome.rule)
    object["descriptor"] = .object(["id": .string(outcome.status.rawValue)])
    return .object(object)
  }

  private func notification(_ message: String, level: String) -> JSONValue {
    .object(["level": .string(level), "message": text(message)])
  }

  private func descriptor(_ rule: String) -> JSONValue {
    var object: JSONObject = ["id": .string(rule)]
    if let index = RuleCatalogue.rules.firstIndex(where: { $0.id == rule }) { object["index"] = .int(index) }
    return .object(object)
  }

  private func result(_ finding: Finding, _ paths: ReportedPath, fingerprint: String) -> JSONValue {
    let place = finding.place
    let uri = paths.uri(place.file)
    var artifact: JSONObject = ["uri": .string(uri.text)]
    if uri.isRelative { artifact["uriBaseId"] = .string(Self.base) }
    var physical: JSONObject = ["artifactLocation": .object(artifact)]
    var region = JSONObject()
    if let position = finding.position {
      region["startLine"] = .int(position.line)
      region["startColumn"] = .int(position.column)
    } else if finding.isInText {
      // It is about the whole file, and viewers need a line.
      region["startLine"] = .int(1)
    }
    if let offset = place.byteOffset { region["byteOffset"] = .int(offset) }
    if !region.members.isEmpty { physical["region"] = .object(region) }
    var location: JSONObject = ["physicalLocation": .object(physical)]
    var logical: [JSONValue] = []
    if let path = place.jsonPath {
      logical.append(.object(["fullyQualifiedName": .string(path), "kind": .string("member")]))
    }
    if let tensor = place.tensor {
      logical.append(.object(["fullyQualifiedName": .string(tensor), "kind": .string("tensor")]))
    }
    if !logical.isEmpty { location["logicalLocations"] = .array(logical) }
    var result: JSONObject = [
      "ruleId": .string(finding.rule),
      "level": .string(Self.level(finding.severity)),
      "message": text(finding.message),
      "locations": .array([.object(location)]),
      "partialFingerprints": .object(["rulePlace/v1": .string(fingerprint)]),
    ]
    var properties = JSONObject()
    if let fix = finding.fix { properties["fix"] = .string(fix.visible) }
    if let cause = finding.cause { properties["causedBy"] = .string(cause) }
    if !properties.members.isEmpty { result["properties"] = .object(properties) }
    if let index = RuleCatalogue.rules.firstIndex(where: { $0.id == finding.rule }) {
      result["ruleIndex"] = .int(index)
    }
    return .object(result)
  }

  /// A message, which a viewer shows as it is.
  private func text(_ text: String) -> JSONValue { .object(["text": .string(text.visible)]) }

  private static func level(_ severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .suggestion: "note"
    }
  }
}

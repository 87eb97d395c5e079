import ModelDir
import PackEncoders
import PackFiles
public import PackJSON
import PackProcesses
import PackTokenizers
import Pruning

extension VerifyResult {
  /// The result as one JSON object; `docs/report.schema.json` describes it.
  func json(_ options: ReportOptions) -> JSONValue {
    let tool: JSONValue = .object([
      "name": .string(ReportOptions.toolName), "version": .string(options.toolVersion),
    ])
    switch self {
    case .verified(let report):
      guard case .object(var object) = report.json(strict: report.settings.isStrict) else { return .null }
      object["tool"] = tool
      return .object(object)
    case .failed(let package, let error):
      return .object([
        "schema_version": .int(VerifyReport.schemaVersion),
        "package": .string(package),
        "verdict": .string("not_verified"),
        "error": .object([
          "file": .string(error.place.file),
          "problem": .string(error.problem),
          "expected": error.expected.map { .string($0) } ?? .null,
          "found": error.found.map { .string($0) } ?? .null,
        ]),
        "tool": tool,
      ])
    }
  }
}

extension VerifyReport {
  /// Version of the JSON report's schema; it grows when a key changes its meaning or goes away.
  public static let schemaVersion = 2

  /// The report as one JSON object.
  ///
  /// - Parameter strict: whether warnings fail the gate.
  public func json(strict: Bool) -> JSONValue {
    var object: JSONObject = [
      "schema_version": .int(Self.schemaVersion),
      "package": .string(package),
      "verdict": .string(passes(strict: strict) ? "passed" : "failed"),
      "summary": .string(ReportOverview(self, strict: strict).verdict),
      "strict": .bool(strict),
      "counts": .object([
        "error": .int(count(.error)), "warning": .int(count(.warning)),
        "suggestion": .int(count(.suggestion)),
      ]),
      "findings": .array(findings.map { json(of: $0) }),
      "rules": .array(outcomes.map { json(of: $0) }),
      "settings": settingsJSON,
      "sandbox": optional(sandbox?.rawValue),
      "notes": .array(notes.map { .string($0) }),
      "other_layout": otherLayout.map {
        .object(["title": .string($0.title), "command": .string($0.command)])
      } ?? .null,
    ]
    if let contents { object["contents"] = contents.json }
    if let smoke {
      object["smoke_inference"] = .array(zip(SmokeInference.pairs, smoke.alone).map { json(of: $0, $1) })
    }
    return .object(object)
  }

  private func json(of finding: Finding) -> JSONValue {
    .object([
      "rule": .string(finding.rule), "name": optional(RuleCatalogue.rule(finding.rule)?.name),
      "severity": .string(finding.severity.rawValue),
      "file": .string(finding.place.file),
      "json_path": optional(finding.place.jsonPath),
      "byte_offset": finding.place.byteOffset.map { .int($0) } ?? .null,
      "line": (finding.position?.line).map { .int($0) } ?? .null,
      "column": (finding.position?.column).map { .int($0) } ?? .null,
      "tensor": optional(finding.place.tensor),
      "problem": .string(finding.problem),
      "expected": optional(finding.expected),
      "found": optional(finding.found),
      "fix": optional(finding.fix),
      "fixable": .bool(repairable.contains(finding.rule)),
      "caused_by": optional(finding.cause),
      "excerpt": finding.excerpt.map {
        .object(["text": .string($0.text), "caret": .int($0.caret)])
      } ?? .null,
    ])
  }

  private func json(of outcome: RuleOutcome) -> JSONValue {
    .object([
      "rule": .string(outcome.rule), "name": optional(RuleCatalogue.rule(outcome.rule)?.name),
      "title": optional(RuleCatalogue.rule(outcome.rule)?.title),
      "status": .string(outcome.status.rawValue), "reason": optional(outcome.reason),
    ])
  }

  private var settingsJSON: JSONValue {
    func decision(_ rule: String, _ more: JSONObject) -> JSONValue {
      var object: JSONObject = ["rule": .string(rule), "origin": optional(settings.origins[rule])]
      for member in more.members { object[member.key] = member.value }
      return .object(object)
    }
    return .object([
      "file": optional(settings.file),
      "unread_file": optional(settings.unreadFile),
      "allow_pickle": .bool(settings.allowsPickle),
      "accepted_code": .array(
        acceptedCode.map { entry in
          .object([
            "file": .string(entry.file), "sha256": .string(entry.sha256), "by": .string(entry.by),
            "date": .string(entry.date),
          ])
        }),
      "ignored": .array(settings.ignored.sorted().map { decision($0, [:]) }),
      "severities": .array(
        settings.severities.sorted { $0.key < $1.key }.map {
          decision($0.key, ["severity": .string($0.value.rawValue)])
        }),
    ])
  }

  private func json(of pair: TextPair, _ prediction: PairPrediction) -> JSONValue {
    .object([
      "query": .string(pair.query),
      "document": .string(pair.document),
      "tokens": .int(prediction.encoding.count),
      "ranking_score": prediction.rankingScore.map { .float($0) } ?? .null,
      "keep_probabilities": .array(prediction.keepProbabilities.map { .float($0) }),
    ])
  }

  private func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}

extension PackageContents {
  fileprivate var json: JSONValue {
    .object([
      "mode": mode.map { .string($0.rawValue) } ?? .null,
      "files": .array(files.map { .object(["path": .string($0.path), "size": .int($0.size)]) }),
      "weights": .array(
        weights.map { weights in
          .object([
            "name": .string(weights.name),
            "tensors": .int(weights.tensors.count),
            "parameters": .int(weights.parameterCount),
            "bytes": .int(weights.byteCount),
            "dtypes": .array(
              weights.dtypes.map { share in
                .object([
                  "dtype": .string(share.dtype), "tensors": .int(share.tensorCount),
                  "parameters": .int(share.parameterCount), "bytes": .int(share.byteCount),
                ])
              }),
          ])
        }),
    ])
  }
}

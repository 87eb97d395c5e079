import Encoders
import Files
public import JSON
import ModelDir
import Pruning
import Tokenizers

extension VerifyReport {
  /// Version of the JSON report's schema; it grows when a key changes its meaning or goes away.
  public static let schemaVersion = 1

  /// The report as one JSON object.
  ///
  /// - Parameter strict: whether warnings fail the gate.
  public func json(strict: Bool) -> JSONValue {
    var object: JSONObject = [
      "schema_version": .int(Self.schemaVersion),
      "package": .string(package),
      "verdict": .string(passes(strict: strict) ? "passed" : "failed"),
      "strict": .bool(strict),
      "findings": .array(findings.map { json(of: $0) }),
      "rules": .array(outcomes.map { json(of: $0) }),
    ]
    if let smoke {
      object["smoke_inference"] = .array(zip(SmokeInference.pairs, smoke.alone).map { json(of: $0, $1) })
    }
    return .object(object)
  }

  private func json(of finding: Finding) -> JSONValue {
    .object([
      "rule": .string(finding.rule),
      "severity": .string(finding.severity.rawValue),
      "file": .string(finding.place.file),
      "json_path": optional(finding.place.jsonPath),
      "byte_offset": finding.place.byteOffset.map { .int($0) } ?? .null,
      "tensor": optional(finding.place.tensor),
      "problem": .string(finding.problem),
      "expected": optional(finding.expected),
      "found": optional(finding.found),
    ])
  }

  private func json(of outcome: RuleOutcome) -> JSONValue {
    .object([
      "rule": .string(outcome.rule), "status": .string(outcome.status.rawValue),
      "reason": optional(outcome.reason),
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

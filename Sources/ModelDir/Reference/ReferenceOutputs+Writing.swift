import PackDigests
import PackEncoders
import PackJSON

extension ReferenceOutputs {
  /// The text of reference_outputs.json.
  public var fileText: String {
    var digests = JSONObject()
    for (file, digest) in weights.sorted(by: { $0.key < $1.key }) { digests[file] = .string("\(digest)") }
    return JSONValue.object([
      "format": .int(Self.format),
      "origin": .string(origin.rawValue),
      "versions": .object([
        "python": .string(versions.python), "torch": .string(versions.torch),
        "transformers": .string(versions.transformers), "tokenizers": .string(versions.tokenizers),
      ]),
      "weights": .object(digests),
      "tolerance": .object([
        "ranking_logit": rankingTolerance.json, "pruning_logits": pruningTolerance.json,
      ]),
      "cases": .array(cases.map(\.json)),
    ]).text(.table)
  }
}

extension ReferenceOutputs.Case {
  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "query": .string(query),
      "document": .string(document),
      "input_ids": .array(inputIDs.map { .int(Int($0)) }),
      "ranking_logit": .null,
      "pruning_logits": .array(pruningLogits.map { .array([.float($0.drop), .float($0.keep)]) }),
    ]
    if let rankingLogits {
      object["ranking_logit"] =
        rankingLogits.count == 1 ? .float(rankingLogits[0]) : .array(rankingLogits.map { .float($0) })
    }
    if let maximumLength { object["max_length"] = .int(maximumLength) }
    return .object(object)
  }
}

extension Tolerance {
  fileprivate var json: JSONValue { .object(["atol": .double(absolute), "rtol": .double(relative)]) }
}

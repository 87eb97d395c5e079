public import PackFiles
import PackDigests
import PackEncoders
public import PackJSON

extension ReferenceOutputs {
  /// More cases than anybody records; each costs an inference.
  public static let caseLimit = 256

  /// Reads reference_outputs.json; every key must be there, and no other.
  ///
  /// - Throws: ``PackJSON/JSONError`` that points to what is wrong.
  public init(_ root: JSONNode) throws(JSONError) {
    try root.requireKeys(["format", "versions", "weights", "tolerance", "cases"])
    guard try root.int("format") == Self.format else {
      throw try root.required("format").notAllowed("\(Self.format)", problem: "unknown format version")
    }
    let versions = try root.required("versions")
    try versions.requireKeys(["python", "torch", "transformers", "tokenizers"])
    let tolerance = try root.required("tolerance")
    try tolerance.requireKeys(["ranking_logit", "pruning_logits"])
    self.init(
      versions: Versions(
        python: try versions.string("python"), torch: try versions.string("torch"),
        transformers: try versions.string("transformers"), tokenizers: try versions.string("tokenizers")),
      weights: try Self.digests(try root.required("weights")),
      rankingTolerance: try Tolerance(try tolerance.required("ranking_logit")),
      pruningTolerance: try Tolerance(try tolerance.required("pruning_logits")),
      cases: try Self.cases(try root.required("cases")))
  }

  private static func digests(_ node: JSONNode) throws(JSONError) -> [String: SHA256Digest] {
    var digests: [String: SHA256Digest] = [:]
    for member in try node.members() {
      guard let digest = SHA256Digest(hexadecimal: try member.value.string()) else {
        throw member.value.notAllowed("64 hexadecimal digits", problem: "not a SHA-256 digest")
      }
      digests[member.key] = digest
    }
    guard !digests.isEmpty else { throw node.notAllowed("the weight files", problem: "no digests") }
    return digests
  }

  private static func cases(_ node: JSONNode) throws(JSONError) -> [Case] {
    var cases: [Case] = []
    for element in try node.elements() {
      guard cases.count < caseLimit else {
        throw JSONError(
          .notAllowed, at: node.place, problem: "too many cases", expected: "at most \(caseLimit)")
      }
      cases.append(try Case(element))
    }
    guard !cases.isEmpty else { throw node.notAllowed("at least one case", problem: "no cases") }
    return cases
  }
}

extension ReferenceOutputs.Case {
  init(_ node: JSONNode) throws(JSONError) {
    try node.requireKeys(
      ["query", "document", "input_ids", "ranking_logit", "pruning_logits"], optional: ["max_length"])
    let length = try node.optionalInt("max_length")
    if let length, length < 1 { throw try node.required("max_length").notAllowed("1 or more") }
    var ids: [Int32] = []
    for element in try node.required("input_ids").elements() {
      guard let id = Int32(exactly: try element.int()), id >= 0 else {
        throw element.notAllowed("a token's id")
      }
      ids.append(id)
    }
    let rows = try node.required("pruning_logits")
    var logits: [PruningLogits] = []
    for row in try rows.elements() {
      let values = try row.floats()
      guard values.count == 2 else { throw row.notAllowed("two numbers, prune and keep") }
      logits.append(PruningLogits(drop: values[0], keep: values[1]))
    }
    guard logits.count == ids.count else {
      throw JSONError(
        .notAllowed, at: rows.place, problem: "number of rows differs from the number of tokens",
        expected: "\(ids.count) rows",
        found: "\(logits.count)")
    }
    let ranking = try node.required("ranking_logit")
    let rankingLogits: [Float]? =
      switch ranking.kind {
      case .null: nil
      case .array: try ranking.floats()
      default: [try ranking.float()]
      }
    self.init(
      query: try node.string("query"), document: try node.string("document"), maximumLength: length,
      inputIDs: ids, rankingLogits: rankingLogits, pruningLogits: logits)
  }
}

extension Tolerance {
  init(_ node: JSONNode) throws(JSONError) {
    try node.requireKeys(["atol", "rtol"])
    self.init(absolute: try node.double("atol"), relative: try node.double("rtol"))
    for key in ["atol", "rtol"] where !(0...Self.bound).contains(try node.double(key)) {
      throw try node.required(key).notAllowed(
        "0 to \(Self.bound)", problem: "tolerance is too large")
    }
  }
}

extension JSONNode {
  /// - Throws: ``PackJSON/JSONError`` where a key is missing, and where there is another one.
  fileprivate func requireKeys(_ keys: [String], optional: [String] = []) throws(JSONError) {
    for key in keys { _ = try required(key) }
    for member in try members()
    where !(keys + optional).contains(where: { member.keyBytes.elementsEqual($0.utf8) }) {
      throw member.value.notAllowed(
        keys.joined(separator: ", "), problem: "unknown key \(member.key.quotedForMessage)")
    }
  }

  fileprivate func float() throws(JSONError) -> Float {
    let value = Float(try double())
    guard value.isFinite else { throw notAllowed("a number in float's range") }
    return value
  }

  fileprivate func floats() throws(JSONError) -> [Float] {
    var values: [Float] = []
    for element in try elements() { values.append(try element.float()) }
    return values
  }
}

public import PackFiles
import PackDigests
import PackEncoders
public import PackJSON

extension ReferenceOutputs {
  /// More cases than are ever recorded; each costs an inference.
  public static let caseLimit = 256

  /// Reads reference_outputs.json; every key must be there, and no other.
  ///
  /// - Throws: ``PackJSON/JSONError`` that points to what is wrong.
  public init(_ root: JSONNode) throws(JSONError) {
    let format = try Self.format(root)
    // Version 1 came from `record` only.
    let origin = format == 1 ? [] : ["origin"]
    try root.requireKeys(["format"] + origin + ["versions", "weights", "tolerance", "cases"])
    try self.init(
      root, origin: format == 1 ? .package : try Self.origin(root),
      weights: try Self.digests(try root.required("weights")))
  }

  /// Reads outputs that were recorded before there was a package, which are to be put into one.
  ///
  /// They have the form of reference_outputs.json. A case with `"published": false` is compared and not put into the package.
  /// `tolerance` may be left out. So may `weights`, which are not looked at: they
  /// are those of the package that is written.
  ///
  /// - Parameter path: the file.
  /// - Throws: ``PackFiles/FileError``; ``PackJSON/JSONError`` that points to what is wrong.
  public init(recordedBeforeSaving path: String) throws {
    let text = try readFile(path, limit: PackageLimits.jsonBytes)
    try self.init(recordedBeforeSaving: try JSONDocument(bytes: text, name: path).root)
  }

  private init(recordedBeforeSaving root: JSONNode) throws(JSONError) {
    let format = try Self.format(root)
    guard format == Self.format else {
      throw try root.required("format").notAllowed(
        "\(Self.format)", problem: "a recording of the package, not of the model in memory")
    }
    try root.requireKeys(["format", "origin", "versions", "cases"], optional: ["weights", "tolerance"])
    let origin = try Self.origin(root)
    guard origin != .package else {
      throw try root.required("origin").notAllowed(
        "memory", problem: "a recording of the package, not of the model in memory")
    }
    try self.init(root, origin: origin, weights: [:])
    for (index, node) in try root.required("cases").elements().enumerated() {
      cases[index].isPublished = try node.optionalBool("published") ?? true
    }
    guard cases.contains(where: \.isPublished) else {
      throw try root.required("cases").notAllowed("at least one case", problem: "no published cases")
    }
  }

  private init(_ root: JSONNode, origin: Origin, weights: [String: SHA256Digest]) throws(JSONError) {
    let versions = try root.required("versions")
    try versions.requireKeys(["python", "torch", "transformers", "tokenizers"])
    let tolerance = try root.optional("tolerance")
    try tolerance?.requireKeys(["ranking_logit", "pruning_logits"])
    self.init(
      origin: origin,
      versions: Versions(
        python: try versions.string("python"), torch: try versions.string("torch"),
        transformers: try versions.string("transformers"), tokenizers: try versions.string("tokenizers")),
      weights: weights,
      rankingTolerance: try Self.tolerance(tolerance, "ranking_logit"),
      pruningTolerance: try Self.tolerance(tolerance, "pruning_logits"),
      cases: try Self.cases(try root.required("cases"), areOfPackage: !weights.isEmpty))
  }

  private static func format(_ root: JSONNode) throws(JSONError) -> Int {
    let format = try root.int("format")
    guard (1...Self.format).contains(format) else {
      throw try root.required("format").notAllowed(
        "1 to \(Self.format)", problem: "unknown format version")
    }
    return format
  }

  private static func origin(_ root: JSONNode) throws(JSONError) -> Origin {
    let node = try root.required("origin")
    guard let origin = Origin(rawValue: try node.string()) else {
      throw node.notAllowed(
        Origin.allCases.map(\.rawValue).joined(separator: ", "), problem: "unknown origin")
    }
    return origin
  }

  private static func tolerance(_ node: JSONNode?, _ output: String) throws(JSONError) -> Tolerance {
    guard let node else { return .standard }
    return try Tolerance(try node.required(output))
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

  private static func cases(_ node: JSONNode, areOfPackage: Bool) throws(JSONError) -> [Case] {
    var cases: [Case] = []
    for element in try node.elements() {
      guard cases.count < caseLimit else {
        throw JSONError(
          .notAllowed, at: node.place, problem: "too many cases", expected: "at most \(caseLimit)")
      }
      cases.append(try Case(element, optional: areOfPackage ? [] : ["published"]))
    }
    guard !cases.isEmpty else { throw node.notAllowed("at least one case", problem: "no cases") }
    return cases
  }
}

extension ReferenceOutputs.Case {
  init(_ node: JSONNode, optional: [String]) throws(JSONError) {
    try node.requireKeys(
      ["query", "document", "input_ids", "ranking_logit", "pruning_logits"],
      optional: ["max_length"] + optional)
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

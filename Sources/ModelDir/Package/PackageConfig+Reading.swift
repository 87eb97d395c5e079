public import PackFiles
import PackEncoders
public import PackJSON

extension PackageConfig {
  /// Reads config.json of a package; keys that PACKAGE.md gives a default may be absent.
  ///
  /// - Throws: ``PackJSON/JSONError`` that points to the first key that is wrong.
  public init(_ root: JSONNode) throws(JSONError) {
    let mode: PackageMode = try Self.choice("mode", in: root)
    let labelCount = try root.optionalInt("num_labels") ?? (mode == .pruningOnly ? 2 : 1)
    guard (1...Self.largestLabelCount).contains(labelCount) else {
      throw try root.required("num_labels").notAllowed("1 to \(Self.largestLabelCount) labels")
    }
    let threshold = try root.optionalDouble("pruning_threshold") ?? Self.defaultThreshold
    guard (0...1).contains(threshold) else {
      throw try root.required("pruning_threshold").notAllowed("a probability")
    }
    let format = try Self.format(of: root)
    let headNode = try root.required("pruning_config")
    let head = try PruningHeadConfig(headNode)
    guard head.shape.isPlain || format == PackageLayout.headFormat else {
      throw (headNode["head_type"] ?? headNode).notAllowed(
        "pruning_pack_format \(PackageLayout.headFormat)",
        problem: "a package of format \(format) has a head of one linear layer and two labels")
    }
    let dtype = try root.optionalString("dtype")
    let activation: RankingActivation? = try Self.optionalChoice("ranking_activation", in: root)
    self.init(
      mode: mode,
      labels: try Self.labels(of: root, count: labelCount),
      baseModel: try root.optionalString("base_model_name_or_path"),
      maximumLength: try Self.positive("max_length", in: root),
      usablePositions: try Self.positive("max_position_embeddings", in: root),
      head: head,
      hiddenStateSource: try Self.optionalChoice("hidden_state_source", in: root) ?? .lastHiddenState,
      usesTokenTypeIDs: try root.optionalBool("use_token_type_ids") ?? true,
      activation: activation ?? .usual(labelCount: labelCount),
      threshold: threshold,
      aggregation: try Self.optionalChoice("pruning_aggregation", in: root) ?? .mean,
      torchDType: try root.optionalString("torch_dtype") ?? dtype ?? "float32",
      // A value that is none is a rule's to report.
      tokenizerClass: (try? root.optionalString("tokenizer_class")) ?? PackageLayout.tokenizerClass,
      requiredTransformers: try Self.versions("requires_transformers", in: root))
  }

  private static func format(of root: JSONNode) throws(JSONError) -> Int {
    guard let node = try root.optional("pruning_pack_format") else { return PackageLayout.format }
    let format = try node.int()
    guard (PackageLayout.format...PackageLayout.headFormat).contains(format) else {
      throw node.notAllowed(
        "\(PackageLayout.format) or \(PackageLayout.headFormat)",
        problem: format > PackageLayout.headFormat
          ? "the package was written by a newer pruning-pack: upgrade to read it" : "unknown format version")
    }
    return format
  }

  /// Comparisons with versions, as transformers' `require_version` reads them behind a name: `>=5.0.0,<6`.
  private static func versions(_ key: String, in root: JSONNode) throws(JSONError) -> String? {
    guard let text = try root.optionalString(key) else { return nil }
    guard VersionRequirement.isRead(text) else {
      throw try root.required(key).notAllowed("comparisons with versions, such as \">=5.0.0\"")
    }
    return text
  }

  /// `id2label` in the order of its ids, or transformers' names where it is absent.
  private static func labels(of root: JSONNode, count: Int) throws(JSONError) -> [String] {
    guard let map = try root.optional("id2label") else { return defaultLabels(count: count) }
    return try labels(map, count: count)
  }

  /// Labels that a classifier may have; real ones have a handful.
  static let largestLabelCount = 10_000

  /// The labels of a map from ids to names, which must be the numbers from 0.
  ///
  /// - Parameter count: how many there must be; nil takes as many as there are.
  static func labels(_ map: JSONNode, count: Int? = nil) throws(JSONError) -> [String] {
    var names: [String: String] = [:]
    for member in try map.members() { names[member.key] = try member.value.string() }
    let count = count ?? names.count
    guard names.count <= largestLabelCount else {
      throw map.notAllowed("at most \(largestLabelCount) labels", problem: "too many labels")
    }
    var labels: [String] = []
    for id in 0..<count {
      guard let name = names[String(id)] else {
        throw JSONError(
          .missingKey, at: map.place, problem: "id2label has no entry \"\(id)\"", expected: "\(count) labels")
      }
      labels.append(name)
    }
    return labels
  }

  /// The labels that transformers makes up: `LABEL_0` and so on.
  package static func defaultLabels(count: Int) -> [String] { (0..<count).map { "LABEL_\($0)" } }

  private static func positive(_ key: String, in root: JSONNode) throws(JSONError) -> Int {
    let value = try root.int(key)
    guard value > 0 else { throw try root.required(key).notAllowed("1 or more") }
    return value
  }

  private static func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, in root: JSONNode
  ) throws(JSONError) -> Choice where Choice.RawValue == String {
    let node = try root.required(key)
    guard let choice = Choice(rawValue: try node.string()) else {
      throw node.notAllowed(Choice.allCases.map { $0.rawValue }.joined(separator: " or "))
    }
    return choice
  }

  /// The case that a key names; nil when absent or `null`.
  static func optionalChoice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, in root: JSONNode
  ) throws(JSONError) -> Choice? where Choice.RawValue == String {
    guard try root.optional(key) != nil else { return nil }
    return try choice(key, in: root) as Choice
  }
}

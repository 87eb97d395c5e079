import PackCheckpoints
import PackEncoders
import PackFiles
import PackJSON
import Testing

/// Models, inputs and configs that must be refused with a message that names the place.
@Suite struct RefusalTests {
  private let golden: Golden
  private let config: JSONValue

  init() throws {
    golden = try #require(try Golden.read("bert").first)
    config = JSONValue(try #require(golden.configs.last?.config))
  }

  /// The golden's config with one key replaced, or removed.
  private func changed(_ key: String, _ value: JSONValue?) throws -> JSONNode {
    guard case .object(var object) = config else { throw TestFailure() }
    object[key] = value
    return try JSONDocument(bytes: Array(JSONValue.object(object).text(.line).utf8), name: "config.json").root
  }

  private struct TestFailure: Error {}

  private func expectConfigError(_ key: String, _ value: JSONValue?, path: String? = nil) throws {
    let node = try changed(key, value)
    let error = #expect(throws: JSONError.self) {
      try Encoder.audit(config: node, weights: SyntheticCheckpoint(golden.shapes).open(), role: golden.role)
    }
    #expect(error?.place.file == "config.json")
    #expect(error?.place.jsonPath == path ?? (value == nil ? "$" : "$.\(key)"))
  }

  @Test("A config that cannot be run is refused at its key")
  func configs() throws {
    try expectConfigError("model_type", .string("gpt2"))
    try expectConfigError("model_type", nil)
    try expectConfigError("is_decoder", .bool(true))
    try expectConfigError("add_cross_attention", .bool(true))
    try expectConfigError("position_embedding_type", .string("relative_key"))
    try expectConfigError("hidden_act", .string("mish"))
    try expectConfigError("num_attention_heads", .int(5))
    try expectConfigError("num_attention_heads", .int(0))
    try expectConfigError("hidden_size", .int(-32))
    try expectConfigError("hidden_size", .string("32"))
    try expectConfigError("hidden_size", .int(Int.max))
    try expectConfigError("num_hidden_layers", .int(1_000_000_000))
    try expectConfigError("layer_norm_eps", .int(-1))
    try expectConfigError("vocab_size", nil)
    try expectConfigError("num_labels", .int(3))
  }

  /// A key of a family's first golden, and a value that must be refused there.
  struct Option: Sendable, CustomTestStringConvertible {
    var family: EncoderFamily
    var key: String
    /// JSON text.
    var value: String
    /// Where the error points, when that is not the key itself.
    var path: String?

    var testDescription: String { "\(family.rawValue): \(key) = \(value)" }

    static let all = [
      Option(family: .xlmRoberta, key: "pad_token_id", value: "100"),
      Option(family: .xlmRoberta, key: "pad_token_id", value: "-1"),
      Option(family: .xlmRoberta, key: "max_position_embeddings", value: "2"),
      Option(family: .xlmRoberta, key: "position_embedding_type", value: "\"relative_key_query\""),
      Option(family: .modernBert, key: "rope_scaling", value: "{\"type\": \"linear\", \"factor\": 2}"),
      Option(family: .modernBert, key: "layer_types", value: "[\"full_attention\"]"),
      Option(
        family: .modernBert, key: "layer_types", value: "[\"causal\",\"causal\",\"causal\",\"causal\"]",
        path: "$.layer_types[0]"),
      Option(
        family: .modernBert, key: "rope_parameters", value: "{\"full_attention\": {\"rope_type\": \"yarn\"}}",
        path: "$.rope_parameters.full_attention.rope_type"),
      Option(family: .modernBert, key: "classifier_pooling", value: "\"max\""),
      Option(family: .modernBert, key: "num_attention_heads", value: "32"),
      Option(family: .debertaV2, key: "pos_att_type", value: "\"c2p|p2p\""),
      Option(family: .debertaV2, key: "conv_kernel_size", value: "2"),
      Option(family: .debertaV2, key: "position_buckets", value: "4000"),
      Option(family: .debertaV2, key: "position_buckets", value: "1"),
      Option(family: .debertaV2, key: "max_relative_positions", value: "99999999999"),
      Option(family: .debertaV2, key: "attention_head_size", value: "4"),
      Option(family: .debertaV2, key: "pooler_hidden_size", value: "16"),
      Option(family: .electra, key: "embedding_size", value: "0"),
      Option(family: .distilBert, key: "n_heads", value: "3"),
      Option(family: .distilBert, key: "dim", value: "null", path: "$"),
      Option(family: .mpnet, key: "relative_attention_num_buckets", value: "10"),
      Option(family: .albert, key: "num_hidden_groups", value: "3"),
    ]
  }

  @Test("Each family refuses what it cannot run at its key", arguments: Option.all + Option.rotary)
  func familyConfigs(option: Option) throws {
    let golden = try #require(try Golden.read(option.family.rawValue).first)
    guard case .object(var object) = JSONValue(try #require(golden.configs.last?.config)) else {
      throw TestFailure()
    }
    object[option.key] =
      option.value == "null"
      ? nil
      : JSONValue(
        try JSONDocument(bytes: Array(option.value.utf8), name: "value").root)
    let text = JSONValue.object(object).text(.line)
    let node = try JSONDocument(bytes: Array(text.utf8), name: "config.json").root
    let error = #expect(throws: JSONError.self) {
      try Encoder.requiredTensors(config: node, role: golden.role)
    }
    #expect(error?.place.jsonPath == option.path ?? "$.\(option.key)")
  }

  @Test("A padding token behind all positions leaves none, whether they are named or left to the default")
  func positionsBehindPadding() throws {
    let golden = try #require(try Golden.read("xlm-roberta").first)
    guard case .object(var object) = JSONValue(try #require(golden.configs.last?.config)) else {
      throw TestFailure()
    }
    object["vocab_size"] = .int(5000)
    object["pad_token_id"] = .int(600)
    for positions in [nil, JSONValue.int(512)] {
      object["max_position_embeddings"] = positions
      let text = JSONValue.object(object).text(.line)
      let node = try JSONDocument(bytes: Array(text.utf8), name: "config.json").root
      let error = #expect(throws: JSONError.self) {
        try Encoder.requiredTensors(config: node, role: golden.role)
      }
      #expect(error?.place.jsonPath == (positions == nil ? "$" : "$.max_position_embeddings"))
    }
  }

  @Test("Positions that a family reserves are not usable; positions that are only relative have no end")
  func positionLimits() throws {
    let roberta = try #require(try Golden.read("xlm-roberta").first)
    let encoder = try makeEncoder(roberta, SyntheticCheckpoint(roberta.shapes))
    #expect(encoder.shape.usablePositions == 512)
    let error = #expect(throws: EncoderError.self) {
      try encoder.run([TokenRow(ids: [Int32](repeating: 9, count: 513))])
    }
    #expect(error?.code == .rowTooLong)
    let deberta = try #require(try Golden.read("deberta-v2").first)
    let relative = try makeEncoder(deberta, SyntheticCheckpoint(deberta.shapes))
    #expect(!relative.shape.isPositionLimitHard)
    #expect(try relative.run([TokenRow(ids: [Int32](repeating: 9, count: 700))]).count == 1)
  }

  @Test("Every tensor that is missing, misshapen or left over is named")
  func audit() throws {
    var shapes = golden.shapes
    let node = try #require(golden.configs.last?.config)
    shapes["bert.encoder.layer.1.output.dense.weight"] = nil
    shapes["classifier.bias"] = nil
    shapes["bert.pooler.dense.weight"] = [32, 31]
    shapes["bert.encoder.layer.2.output.dense.weight"] = [32, 64]
    shapes["extra"] = [1]
    shapes["bert.embeddings.position_ids"] = [1, 512]
    shapes["cls.predictions.bias"] = [100]
    let checkpoint = try SyntheticCheckpoint(shapes)
    let audit = try Encoder.audit(config: node, weights: checkpoint.open(), role: .sequenceClassification)
    #expect(
      audit.problems.map { "\($0.code.rawValue) \($0.place.tensor ?? "")" } == [
        "missingTensor bert.encoder.layer.1.output.dense.weight", "wrongShape bert.pooler.dense.weight",
        "missingTensor classifier.bias",
      ])
    #expect(audit.unused == ["bert.encoder.layer.2.output.dense.weight", "extra"])
    #expect(audit.leftovers == ["bert.embeddings.position_ids", "cls.predictions.bias"])
    #expect(throws: CheckpointError.self) {
      try Encoder(config: node, weights: checkpoint.open())
    }
  }

  @Test("What a config asks for is what PyTorch saves", arguments: Golden.all)
  func requirements(golden: Golden) throws {
    for (_, config) in golden.configs {
      let audit = try Encoder.audit(
        config: config, weights: SyntheticCheckpoint(golden.shapes).open(), role: golden.role)
      var shapes = golden.shapes
      for requirement in audit.requirements {
        #expect(shapes.removeValue(forKey: requirement.name) == requirement.shape, "\(requirement.name)")
      }
      // A bare model has a pooler that no head reads.
      #expect(audit.problems.isEmpty && audit.unused.isEmpty)
      #expect(audit.leftovers == shapes.keys.sorted())
      let required = try Encoder.requiredTensors(config: config, role: golden.role)
      #expect((audit.requirements == required) == !golden.hasModuleNames)
    }
  }

  @Test("Unused tensors are an error of their own")
  func unused() throws {
    let node = try #require(golden.configs.last?.config)
    let checkpoint = try SyntheticCheckpoint(golden.shapes.merging(["bert.extra.weight": [2, 2]]) { $1 })
    let error = #expect(throws: EncoderError.self) { try Encoder(config: node, weights: checkpoint.open()) }
    #expect(error?.code == .unusedTensors)
    #expect(error?.found == "bert.extra.weight")
  }

  @Test("A base model may have kept its prefix", arguments: [true, false])
  func barePrefix(isPrefixed: Bool) throws {
    let node = try #require(golden.configs.last?.config)
    var shapes: [String: [Int]] = [:]
    for (name, shape) in golden.shapes where name.hasPrefix("bert.") {
      shapes[isPrefixed ? name : String(name.dropFirst(5))] = shape
    }
    let encoder = try Encoder(config: node, weights: SyntheticCheckpoint(shapes).open(), role: .encoder)
    let results = try encoder.run([TokenRow(ids: [1, 2, 3])], keepsStates: true)
    #expect(results.first?.rankingLogits == nil)
    #expect(results.first?.hiddenStates?.count == 96)
  }

  @Test("Rows that the model cannot take are refused by row and token")
  func rows() throws {
    let encoder = try makeEncoder(golden, SyntheticCheckpoint(golden.shapes))
    let good = TokenRow(ids: [1, 2, 3], typeIDs: [0, 1, 1])
    let cases: [(TokenRow, EncoderError.Code, String)] = [
      (TokenRow(ids: []), .emptyRow, "$[1]"),
      (TokenRow(ids: [Int32](repeating: 1, count: 513)), .rowTooLong, "$[1]"),
      (TokenRow(ids: [1, 100]), .tokenOutOfRange, "$[1].ids[1]"),
      (TokenRow(ids: [-1]), .tokenOutOfRange, "$[1].ids[0]"),
      (TokenRow(ids: [.max]), .tokenOutOfRange, "$[1].ids[0]"),
      (TokenRow(ids: [1, 2], typeIDs: [0]), .typeCountMismatch, "$[1]"),
      (TokenRow(ids: [1, 2], typeIDs: [0, 2]), .typeOutOfRange, "$[1].typeIDs[1]"),
      (TokenRow(ids: [1, 2], typeIDs: [0, .min]), .typeOutOfRange, "$[1].typeIDs[1]"),
    ]
    for (row, code, path) in cases {
      let error = #expect(throws: EncoderError.self) { try encoder.run([good, row]) }
      #expect(error?.code == code)
      #expect(error?.place.jsonPath == path)
    }
    #expect(try encoder.run([]).isEmpty)
    #expect(try encoder.run([good, TokenRow(ids: [Int32](repeating: 1, count: 512))]).count == 2)
  }

  @Test("A head of another width is refused")
  func head() throws {
    let encoder = try makeEncoder(golden, SyntheticCheckpoint(golden.shapes))
    let narrow = try makePruningHead(hiddenSize: 16)
    let error = #expect(throws: EncoderError.self) { try encoder.run([TokenRow(ids: [1])], head: narrow) }
    #expect(error?.code == .headWidthMismatch)
    let checkpoint = try SyntheticCheckpoint(["classifier.weight": [2, 16], "classifier.bias": [2]])
    #expect(throws: CheckpointError.self) {
      try PruningHead(TensorScope(checkpoint.open()), hiddenSize: 32)
    }
    #expect(
      PruningHead.requiredTensors(hiddenSize: 32).map { "\($0.name) \($0.shape)" } == [
        "classifier.weight [2, 32]", "classifier.bias [2]",
      ])
  }

  @Test("A NaN in a weight shows in every output it reaches")
  func notFinite() throws {
    let checkpoint = try SyntheticCheckpoint(
      golden.shapes, firsts: ["bert.encoder.layer.1.attention.self.key.bias": .nan])
    let result = try #require(try makeEncoder(golden, checkpoint).run([TokenRow(ids: [1, 2])]).first)
    #expect(result.rankingLogits?.allSatisfy { $0.isNaN } == true)
  }

  @Test("Encoders run side by side and are released with their threads")
  func concurrency() async throws {
    let checkpoint = try SyntheticCheckpoint(golden.shapes)
    let encoder = try makeEncoder(golden, checkpoint, threads: 2)
    let rows = golden.rows.map(\.tokens)
    let alone = try encoder.run(rows).map(\.rankingLogits)
    try await withThrowingTaskGroup(of: [[Float]?].self) { group in
      for _ in 0..<8 {
        group.addTask { try encoder.run(rows).map(\.rankingLogits) }
        group.addTask { try makeEncoder(golden, checkpoint, threads: 3).run(rows).map(\.rankingLogits) }
      }
      for try await result in group { #expect(result == alone) }
    }
  }
}

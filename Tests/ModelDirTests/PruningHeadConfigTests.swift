import ModelDir
import PackEncoders
import PackFiles
import PackJSON
import Testing

/// What `pruning_config` says of a head, in both formats.
@Suite struct PruningHeadConfigTests {
  private static let dense = """
    "head_type": "dense_norm_linear", "head_activation": "relu", "head_bias": true, "head_norm_bias": false, \
    "head_norm_eps": 0.01
    """
  private static let labels =
    #""head_labels": ["O", "B-keep", "I-keep"], "keep_labels": ["I-keep", "B-keep"]"#

  private func read(_ keys: String) throws -> PruningHeadConfig {
    let text = #"{"hidden_size": 16\#(keys.isEmpty ? "" : ", \(keys)")}"#
    return try PruningHeadConfig(JSONDocument(bytes: Array(text.utf8), name: "config.json").root)
  }

  @Test(arguments: ["", #""head_type": "linear""#, #""head_type": null"#])
  func aLinearLayerHasNoKeysOfItsOwn(keys: String) throws {
    let config = try read(keys)
    #expect(config.shape.isPlain && config.transform == nil && config.labels == nil)
    #expect(
      config.json.members.map(\.key).sorted() == [
        "classifier_dropout", "hidden_size", "num_labels", "sentence_pooling", "use_weighted_pooling",
      ])
  }

  @Test func aDenseLayerAndLabelsComeBackAsTheyWereWritten() throws {
    let config = try read("\(Self.dense), \(Self.labels)")
    #expect(
      config.transform
        == PruningHeadShape.Transform(activation: .relu, hasBias: true, hasNormBias: false, normEpsilon: 0.01)
    )
    #expect(config.shape.labelCount == 3 && config.shape.keptLabels == [1, 2] && !config.shape.isPlain)
    let text = JSONValue.object(config.json).text(.line)
    #expect(try PruningHeadConfig(JSONDocument(bytes: Array(text.utf8), name: "config.json").root) == config)
    #expect(
      PruningHead.requiredTensors(shape: config.shape).map { "\($0.name) \($0.shape)" }.sorted() == [
        "classifier.bias [3]", "classifier.weight [3, 16]", "dense.bias [16]", "dense.weight [16, 16]",
        "norm.weight [16]",
      ])
  }

  @Test(arguments: [
    (#""head_type": "conv""#, "$.head_type"), (#""head_type": 1"#, "$.head_type"),
    (#""head_type": "dense_norm_linear""#, "$"),
    (dense.replacing("relu", with: "mish"), "$.head_activation"),
    (dense.replacing("0.01", with: "0"), "$.head_norm_eps"),
    (dense.replacing("0.01", with: "1e99"), "$.head_norm_eps"),
    (dense.replacing("true", with: "1"), "$.head_bias"),
    (#""head_labels": ["a", "b"]"#, "$"),
    (#""head_labels": ["a", "b"], "keep_labels": []"#, "$.keep_labels"),
    (#""head_labels": ["a", "b"], "keep_labels": ["a", "b"]"#, "$.keep_labels"),
    (#""head_labels": ["a", "b"], "keep_labels": ["c"]"#, "$.keep_labels"),
    (#""head_labels": ["a", "a"], "keep_labels": ["a"]"#, "$.keep_labels"),
    (#""head_labels": ["a"], "keep_labels": ["a"]"#, "$.keep_labels"),
    (#""head_labels": ["a", "b"], "keep_labels": ["b", "b"]"#, "$.keep_labels"),
  ])
  func whatIsNoHeadIsRefusedWithItsPlace(keys: String, path: String) {
    let error = #expect(throws: JSONError.self) { try read(keys) }
    #expect(error?.place.jsonPath == path)
  }

  /// Labels are told apart by their bytes: é in two spellings is two labels.
  @Test func labelsThatOnlyLookAlike() throws {
    let config = try read("\"head_labels\": [\"\u{E9}\", \"e\u{301}\"], \"keep_labels\": [\"e\u{301}\"]")
    #expect(config.shape.keptLabels == [1])
  }
}

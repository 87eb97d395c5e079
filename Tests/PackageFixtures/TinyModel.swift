import PackFiles
public import PackJSON
import TestSupport

/// A BERT of hidden size 16 with seeded weights, as a training run would leave it: what packages are made from in tests.
public struct TinyModel {
  /// Width of the hidden states.
  public static let hiddenSize = 16
  /// The vocabulary, in the order of its ids.
  public static let vocabulary = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "was", "built", "in", "how", "many", "does", "have",
    "it", "two",
    "mars", "moons", "lighthouse", "when", "is", "a", "of", ".", "?", ",", "##s", "##ed", "salt", "bread",
    "red", "x",
    "##1", "##8", "1", "roses", "##x", "day", "year", "##7", "##3",
  ]

  /// Whether the model ranks, or is a bare encoder.
  public var isRanking: Bool
  /// Labels of the ranking classifier.
  public var labels = 1
  /// Keys of config.json that are changed; `nil` values remove a key.
  public var configChanges: [(String, JSONValue?)] = []
  /// Changes to the tensors before they are written.
  public var tensorChanges: (inout [(name: String, shape: [Int], values: [Float])]) -> Void = { _ in }

  /// Describes a model.
  public init(isRanking: Bool = true) { self.isRanking = isRanking }

  /// Writes the model's directory.
  public func write(to directory: String) throws {
    try makeDirectory(directory)
    try writeFile(joinPath(directory, "config.json"), JSONValue.object(config).text(.file))
    var tensors = self.tensors
    tensorChanges(&tensors)
    try writeFile(joinPath(directory, "model.safetensors"), Self.safetensors(tensors))
    try writeFile(joinPath(directory, "tokenizer.json"), JSONValue.object(Self.tokenizer).text(.file))
    try writeFile(
      joinPath(directory, "tokenizer_config.json"),
      JSONValue.object([
        "tokenizer_class": .string("BertTokenizer"), "model_max_length": .int(64),
        "do_lower_case": .bool(true),
        "pad_token": .string("[PAD]"), "unk_token": .string("[UNK]"), "cls_token": .string("[CLS]"),
        "sep_token": .string("[SEP]"), "mask_token": .string("[MASK]"),
      ]).text(.file))
  }

  /// Writes a pruning head for a model of this width.
  public static func writeHead(to path: String, hiddenSize: Int = hiddenSize) throws {
    try writeFile(
      path,
      safetensors([
        ("classifier.bias", [2], [0, 0]),
        ("classifier.weight", [2, hiddenSize], values(2 * hiddenSize, seed: 7, scale: 1)),
      ]))
  }

  private var config: JSONObject {
    var config: JSONObject = [
      "model_type": .string("bert"),
      "architectures": .array([.string(isRanking ? "BertForSequenceClassification" : "BertModel")]),
      "vocab_size": .int(Self.vocabulary.count), "hidden_size": .int(Self.hiddenSize),
      "num_hidden_layers": .int(1),
      "num_attention_heads": .int(2), "intermediate_size": .int(24), "hidden_act": .string("gelu"),
      "max_position_embeddings": .int(64), "type_vocab_size": .int(2), "layer_norm_eps": .number("1e-12"),
      "pad_token_id": .int(0), "torch_dtype": .string("float32"), "transformers_version": .string("5.23.0"),
      "_name_or_path": .string("/home/somebody/models/bert"),
    ]
    if isRanking {
      var id2label = JSONObject()
      var label2id = JSONObject()
      for label in 0..<labels {
        id2label[String(label)] = .string("LABEL_\(label)")
        label2id["LABEL_\(label)"] = .int(label)
      }
      config["id2label"] = .object(id2label)
      config["label2id"] = .object(label2id)
    }
    for (key, value) in configChanges { config[key] = value }
    return config
  }

  private var tensors: [(name: String, shape: [Int], values: [Float])] {
    let (h, i) = (Self.hiddenSize, 24)
    let prefix = isRanking ? "bert." : ""
    var shapes: [(String, [Int])] = [
      ("embeddings.word_embeddings.weight", [Self.vocabulary.count, h]),
      ("embeddings.position_embeddings.weight", [64, h]),
      ("embeddings.token_type_embeddings.weight", [2, h]), ("embeddings.LayerNorm.weight", [h]),
      ("embeddings.LayerNorm.bias", [h]), ("pooler.dense.weight", [h, h]), ("pooler.dense.bias", [h]),
    ]
    for name in [
      "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
    ] {
      shapes += [("encoder.layer.0.\(name).weight", [h, h]), ("encoder.layer.0.\(name).bias", [h])]
    }
    shapes += [
      ("encoder.layer.0.attention.output.LayerNorm.weight", [h]),
      ("encoder.layer.0.attention.output.LayerNorm.bias", [h]),
      ("encoder.layer.0.intermediate.dense.weight", [i, h]), ("encoder.layer.0.intermediate.dense.bias", [i]),
      ("encoder.layer.0.output.dense.weight", [h, i]), ("encoder.layer.0.output.dense.bias", [h]),
      ("encoder.layer.0.output.LayerNorm.weight", [h]), ("encoder.layer.0.output.LayerNorm.bias", [h]),
    ]
    shapes = shapes.map { (prefix + $0.0, $0.1) }
    if isRanking { shapes += [("classifier.weight", [labels, h]), ("classifier.bias", [labels])] }
    return shapes.sorted { $0.0 < $1.0 }.enumerated().map { index, entry in
      let count = entry.1.reduce(1, *)
      let isNorm = entry.0.hasSuffix("LayerNorm.weight")
      let values = Self.values(count, seed: UInt64(index + 1), scale: 0.6).map { isNorm ? 1 + $0 / 4 : $0 }
      return (entry.0, entry.1, values)
    }
  }

  private static func values(_ count: Int, seed: UInt64, scale: Float) -> [Float] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (Float(state >> 40) / Float(1 << 24) * 2 - 1) * scale
    }
  }

  /// A safetensors file with these tensors.
  public static func safetensors(_ tensors: [(name: String, shape: [Int], values: [Float])]) -> [UInt8] {
    var header: JSONObject = ["__metadata__": .object(["format": .string("pt")])]
    var data: [UInt8] = []
    for (name, shape, values) in tensors {
      header[name] = .object([
        "dtype": .string("F32"), "shape": .array(shape.map { .int($0) }),
        "data_offsets": .array([.int(data.count), .int(data.count + values.count * 4)]),
      ])
      data += bytes(of: values)
    }
    return TestSupport.safetensors(header: JSONValue.object(header).text(.line), data: data)
  }

  private static var tokenizer: JSONObject {
    var vocabulary = JSONObject()
    for (id, token) in Self.vocabulary.enumerated() { vocabulary[token] = .int(id) }
    let added = Self.vocabulary.prefix(5).enumerated().map { id, token in
      JSONValue.object([
        "id": .int(id), "content": .string(token), "single_word": .bool(false), "lstrip": .bool(false),
        "rstrip": .bool(false), "normalized": .bool(false), "special": .bool(true),
      ])
    }
    return [
      "version": .string("1.0"), "truncation": .null, "padding": .null, "added_tokens": .array(added),
      "normalizer": .object([
        "type": .string("BertNormalizer"), "clean_text": .bool(true), "handle_chinese_chars": .bool(true),
        "strip_accents": .null, "lowercase": .bool(true),
      ]),
      "pre_tokenizer": .object(["type": .string("BertPreTokenizer")]),
      "post_processor": .object([
        "type": .string("BertProcessing"), "sep": .array([.string("[SEP]"), .int(3)]),
        "cls": .array([.string("[CLS]"), .int(2)]),
      ]),
      "decoder": .object(["type": .string("WordPiece"), "prefix": .string("##"), "cleanup": .bool(true)]),
      "model": .object([
        "type": .string("WordPiece"), "unk_token": .string("[UNK]"),
        "continuing_subword_prefix": .string("##"),
        "max_input_chars_per_word": .int(100), "vocab": .object(vocabulary),
      ]),
    ]
  }
}

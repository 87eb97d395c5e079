import ModelDir
import PackFiles
import PackJSON
import PackageFixtures
import TestSupport
import Testing

/// Which layout a directory has, told by its configurations; the conversions themselves are held against Python.
@Suite struct IntakeTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func detect(
    _ config: String, compatible: String? = nil, headConfig: String? = nil, files: [String] = []
  ) throws -> LayoutDetection {
    _ = try directory.write("config.json", config)
    if let compatible { _ = try directory.write("pruning_encoder_config.json", compatible) }
    try makeDirectory(directory.file("pruning_head"))
    if let headConfig { _ = try directory.write("pruning_head/config.json", headConfig) }
    for file in files { _ = try directory.write(file, "") }
    return try KnownLayout.detect(directory.path)
  }

  @Test(arguments: [
    (#"{"architecture": "ProvenceEncoder", "num_labels": 1}"#, KnownLayout.provenceEncoder),
    (#"{"architecture": "PruningEncoder", "mode": "pruning_only"}"#, .earlyPruningEncoder),
    (#"{"model_type": "pruning_encoder", "mode": "pruning_only"}"#, .withoutAutoMap),
    (
      #"{"model_type": "pruning_encoder", "auto_map": {"AutoConfig": "modeling_pruning_encoder.C"}}"#,
      .pickledHead
    ),
    (#"{"model_type": "pruning_encoder", "pruning_pack_format": 1, "_original_num_labels": 1}"#, .package),
    (
      #"{"model_type": "pruning_encoder", "architectures": ["OpenProvenceEncoderForTokenClassification"]}"#,
      .renamedClasses
    ),
    (#"{"model_type": "Provence"}"#, .naverProvence), (#"{"model_type": "XProvence"}"#, .naverXProvence),
    (
      #"{"model_type": "deberta-v2", "architectures": ["DebertaV2ForCompressionAndRanking"]}"#, .naverProvence
    ),
    (#"{"model_type": "bert", "architectures": ["BertForSequenceClassification"]}"#, .rankingModel),
    (#"{"model_type": "mpnet", "architectures": ["MPNetForTokenClassification"]}"#, .tokenClassifier),
  ])
  func configurationsTellTheLayout(config: String, layout: KnownLayout) throws {
    let detection = try detect(config)
    #expect(detection.layout == layout)
    #expect(detection.sentence.hasSuffix(detection.reason) && detection.sentence.contains(layout.rawValue))
    #expect(detection.isOwnFormat == config.contains("pruning_pack_format"))
  }

  @Test func whatLiesBesideTheConfigurationTellsTheLayout() throws {
    let config = #"{"model_type": "pruning_encoder", "auto_map": {"AutoConfig": "m.C"}}"#
    #expect(try detect(config, compatible: #"{"_original_num_labels": 1}"#).layout == .rawLogits)
    try removeTree(directory.file("pruning_encoder_config.json"))
    try removeTree(directory.file("pruning_head"))
    try removeTree(directory.file("config.json"))
    #expect(
      try detect(config, headConfig: #"{"model_type": "openprovence_head"}"#).layout == .renamedClasses)
    try removeTree(directory.file("pruning_head"))
    try removeTree(directory.file("config.json"))
    #expect(try detect(config, files: ["pruning_head/model.safetensors"]).layout == .package)
  }

  @Test(arguments: ["", "ranking_model."])
  func openProvenceIsToldByItsTensorsNames(prefix: String) throws {
    _ = try directory.write("model.safetensors", TinyModel.safetensors([(prefix + "x", [1], [1])]))
    let detection = try detect(#"{"model_type": "open_provence"}"#)
    #expect(detection.layout == (prefix.isEmpty ? .openProvenceTrainer : .openProvence))
  }

  @Test(arguments: [
    #"{"model_type": "longformer"}"#, "{}", #"{"model_type": 3, "architectures": {}}"#,
    #"{"model_type": "bert", "architectures": ["BertModel"]}"#, #"{"architecture": "PruningEncoder"}"#,
    #"{"model_type": "longformer", "architectures": ["LongformerForSequenceClassification"]}"#,
  ])
  func whatIsUnknownIsRefused(config: String) throws {
    let error = #expect(throws: ModelDirError.self) { try detect(config) }
    #expect(error?.code == .unsupportedSource)
    #expect(error?.expected?.contains("open_provence") == true)
  }

  @Test(arguments: [
    (#"{"model_type": "gpt2", "architectures": ["GPT2ForSequenceClassification"]}"#, "generates text"),
    (#"{"architectures": ["OtherForCausalLM"]}"#, "generates text"),
    (#"{"model_type": "mobilebert", "architectures": ["MobileBertForTokenClassification"]}"#, "MobileBERT"),
    (#"{"model_type": "neobert"}"#, "NeoBERT"), (#"{"model_type": "kompress_v2"}"#, "Kompress"),
    (#"{"architectures": ["NewForSequenceClassification"]}"#, "GTE"),
  ])
  func whatIsNearIsRefusedByName(config: String, name: String) throws {
    let error = #expect(throws: ModelDirError.self) { try detect(config) }
    #expect(error?.code == .unsupportedSource && error?.problem.contains(name) == true)
    let inspection = try DirectoryInspection(directory.path)
    #expect(inspection.refusal == error && inspection.layout == nil)
  }

  @Test func anObjectIsNeededAndADirectory() throws {
    #expect(throws: JSONError.self) { try detect("[]") }
    #expect(throws: ModelDirError.self) { try KnownLayout.detect(directory.file("absent")) }
    #expect(throws: ModelDirError.self) { try KnownLayout.detect(directory.file("config.json")) }
  }

  @Test func aPackageIsConvertedIntoItself() throws {
    let package = try TinyPackage()
    var options = SaveOptions(source: .knownLayout(package.path), output: directory.file("again"))
    options.name = "package"
    let again = try PackageSaver.save(options).path
    for entry in try listDirectory(package.path) where entry.kind == .file {
      #expect(
        try readFile(joinPath(again, entry.path)) == readFile(package.file(entry.path)), "\(entry.path)")
    }
    for output in [package.path, package.file("inside")] {
      options.output = output
      options.replacesOutput = true
      #expect(
        (#expect(throws: ModelDirError.self) { try PackageSaver.save(options) })?.code == .sourceIsOutput)
    }
  }

  @Test func aRankingModelIsTakenOutAndNothingIsReplaced() throws {
    let package = try TinyPackage()
    let output = directory.file("ranker")
    _ = try RankingModelExporter.export(package.path, to: output)
    let names = try listDirectory(output).map(\.path)
    #expect(
      names == [
        "README.md", "config.json", "export_info.json", "model.safetensors", "special_tokens_map.json",
        "tokenizer.json",
        "tokenizer_config.json",
      ])
    let error = #expect(throws: ModelDirError.self) {
      try RankingModelExporter.export(package.path, to: output)
    }
    #expect(error?.code == .outputExists)
    let plain = #expect(throws: ModelDirError.self) {
      try RankingModelExporter.export(output, to: directory.file("other"))
    }
    #expect(plain?.problem.contains("already a ranking model") == true)
  }
}

import ModelDir
import PackCheckpoints
import PackEncoders
import PackFiles
import PackJSON
import PackYAML
import PackageFixtures
import TestSupport
import Testing

@Suite struct SaveTests {
  private let directory: TemporaryDirectory
  private let model: String
  private let head: String

  init() throws {
    directory = try TemporaryDirectory()
    model = directory.file("a model, größer")
    head = directory.file("head.safetensors")
    try TinyModel().write(to: model)
    try TinyModel.writeHead(to: head)
  }

  private func options(_ output: String = "out") -> SaveOptions {
    SaveOptions(source: .rankingModel(model), pruningHead: head, output: directory.file(output))
  }

  private func contents(_ path: String) throws -> [String: [UInt8]] {
    var contents: [String: [UInt8]] = [:]
    for entry in try listDirectory(path) where entry.kind == .file {
      contents[entry.path] = try readFile(joinPath(path, entry.path))
    }
    return contents
  }

  @Test func writesEveryFileOfTheLayout() throws {
    let report = try PackageSaver.save(options())
    #expect(report.path == directory.file("out"))
    let files = try contents(report.path)
    #expect(
      Set(files.keys)
        == Set(PackageLayout.requiredFiles(.rerankingPruning) + ["ranking_model/model.safetensors"]))
    #expect(files["tokenizer.json"] == files["ranking_model/tokenizer.json"])
    #expect(try files["tokenizer.json"] == readFile(joinPath(model, "tokenizer.json")))
    #expect(try files["ranking_model/model.safetensors"] == readFile(joinPath(model, "model.safetensors")))
  }

  @Test func writesTheKeysOfTheFormatWithTheirDefaults() throws {
    let path = try PackageSaver.save(options()).path
    let root = try JSONDocument(readingFile: joinPath(path, "config.json")).root
    #expect(try root.string("model_type") == "pruning_encoder")
    #expect(try root.int("pruning_pack_format") == 1)
    #expect(
      try root.required("auto_map").string("AutoConfig") == "modeling_pruning_encoder.PruningEncoderConfig")
    #expect(try root.int("max_length") == 64)
    #expect(try root.double("pruning_threshold") == 0.5)
    #expect(try root.string("ranking_activation") == "sigmoid")
    #expect(try root.string("hidden_state_source") == "last_hidden_state")
    #expect(try root.bool("use_token_type_ids"))
    #expect(try root.required("base_model_name_or_path").isNull)
    let tokenizer = try JSONDocument(readingFile: joinPath(path, "tokenizer_config.json")).root
    #expect(try tokenizer.string("tokenizer_class") == "BertTokenizerFast")
    #expect(try root.string("tokenizer_class") == "BertTokenizerFast")
    #expect(
      try tokenizer.required("model_input_names").elements().map { try $0.string() }.contains(
        "token_type_ids"))
    #expect(tokenizer["do_lower_case"] == nil)
  }

  @Test func nothingOfTheMakersMachineIsLeft() throws {
    for (name, bytes) in try contents(try PackageSaver.save(options()).path) {
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(!text.contains("somebody") && !text.contains(directory.path), "\(name)")
    }
  }

  @Test func twoSavesGiveTheSameBytes() throws {
    var second = options("two")
    second.name = "out"
    let one = try contents(try PackageSaver.save(options()).path)
    #expect(try one == contents(try PackageSaver.save(second).path))
  }

  @Test func theSourceIsNotChanged() throws {
    let before = try contents(model)
    _ = try PackageSaver.save(options())
    #expect(try contents(model) == before)
  }

  @Test(arguments: [DType.float16, .bfloat16])
  func convertsOnRequest(dtype: DType) throws {
    var options = options()
    options.dtype = dtype
    let path = try PackageSaver.save(options).path
    for directory in ["ranking_model", "pruning_head"] {
      let checkpoint = try Checkpoint(directory: joinPath(path, directory))
      #expect(checkpoint.tensors.allSatisfy { $0.dtype == dtype })
    }
    let config = try JSONDocument(readingFile: joinPath(path, "ranking_model/config.json")).root
    #expect(try config.string("torch_dtype") == dtype.torchName)
  }

  @Test func identityIsToldToCrossEncoder() throws {
    var options = options()
    options.activation = .identity
    let root = try JSONDocument(readingFile: joinPath(try PackageSaver.save(options).path, "config.json"))
      .root
    #expect(
      try root.required("sentence_transformers").string("activation_fn") == "torch.nn.modules.linear.Identity"
    )
  }

  @Test func aNameGoesIntoSnippetsAsItIs() throws {
    var options = options("it's a $(name)")
    let card = try readFile(joinPath(try PackageSaver.save(options).path, "README.md"))
    #expect(String(decoding: card, as: UTF8.self).contains("from_pretrained(\"it's a -(name)\""))
    for name in ["", "a\"b", "a\\b", "$(id)", "`id`", "a\nb"] {
      options.name = name
      #expect(throws: ModelDirError.self) { try PackageSaver.save(options) }
    }
  }

  @Test func theSourcesCardTellsWhatNoFlagDoes() throws {
    let front =
      "---\nlicense: other\nlicense_name: mine\nlicense_link: LICENSE\nlanguage: [en, 'no']\nbase_model: org/base\n---\n"
    try writeFile(joinPath(model, "README.md"), front)
    let path = try PackageSaver.save(options()).path
    let card = try #require(try FrontMatter(card: readFile(joinPath(path, "README.md")), name: "README.md"))
    #expect(card.license == "other")
    #expect(card.value["license_name"]?.string == "mine")
    #expect(card.languages == ["en", "no"])
    #expect(card.baseModel == "org/base")
    var other = options("other")
    other.license = "mit"
    other.languages = ["de"]
    let second = try #require(
      try FrontMatter(
        card: readFile(joinPath(try PackageSaver.save(other).path, "README.md")), name: "README.md"))
    #expect(second.license == "mit" && second.value["license_name"] == nil && second.languages == ["de"])
  }

  @Test func anOutputThatExistsIsRefusedAndReplacedOnRequest() throws {
    let path = try PackageSaver.save(options()).path
    try writeFile(joinPath(path, "mine"), "x")
    let error = #expect(throws: ModelDirError.self) { try PackageSaver.save(options()) }
    #expect(error?.code == .outputExists)
    #expect(fileKind(joinPath(path, "mine")) == .file)
    var again = options()
    again.replacesOutput = true
    _ = try PackageSaver.save(again)
    #expect(fileKind(joinPath(path, "mine")) == nil)
  }

  @Test func onlyAPackageOrAnEmptyDirectoryIsReplaced() throws {
    var again = options()
    again.replacesOutput = true
    try makeDirectory(again.output)
    _ = try PackageSaver.save(again)
    try removeTree(again.output)
    try makeDirectory(again.output)
    try writeFile(joinPath(again.output, "thesis.tex"), "x")
    let directory = #expect(throws: ModelDirError.self) { try PackageSaver.save(again) }
    #expect(directory?.code == .outputExists)
    #expect(fileKind(joinPath(again.output, "thesis.tex")) == .file)
    again.output = "/dev/null"
    let device = #expect(throws: ModelDirError.self) { try PackageSaver.save(again) }
    #expect(device?.code == .outputExists)
  }

  @Test func aRefusedPackageLeavesTheOldOneAndNothingElse() throws {
    let path = try PackageSaver.save(options()).path
    var again = options()
    again.replacesOutput = true
    let error = #expect(throws: ModelDirError.self) {
      try PackageSaver.save(again) { staged in
        #expect(fileKind(joinPath(staged, "config.json")) == .file)
        return false
      }
    }
    #expect(error?.code == .refused)
    #expect(fileKind(joinPath(path, "config.json")) == .file)
    let left = try listDirectory(directory.path) { _ in false }.map(\.path)
    #expect(left == ["a model, größer", "head.safetensors", "out"])
  }

  @Test func theOutputMayNotTouchItsSource() throws {
    for output in [model, joinPath(model, "inside"), directory.file("head.safetensors")] {
      var options = options()
      options.output = output
      options.replacesOutput = true
      let error = #expect(throws: ModelDirError.self) { try PackageSaver.save(options) }
      #expect(error?.code == .sourceIsOutput, "\(output)")
    }
  }
}

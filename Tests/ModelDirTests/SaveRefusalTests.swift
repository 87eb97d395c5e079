import ModelDir
import PackCheckpoints
import PackEncoders
import PackFiles
import PackJSON
import PackageFixtures
import TestSupport
import Testing

/// Sources that cannot be packed: one clear error each, and nothing at the output.
@Suite struct SaveRefusalTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func refusal(
    _ model: TinyModel = TinyModel(), headWidth: Int = TinyModel.hiddenSize, asEncoder: Bool = false,
    _ change: (String) throws -> Void = { _ in }, options adjust: (inout SaveOptions) -> Void = { _ in }
  ) throws -> any LocatedError {
    let source = directory.file("model")
    try model.write(to: source)
    try TinyModel.writeHead(to: directory.file("head"), hiddenSize: headWidth)
    try change(source)
    var options = SaveOptions(
      source: asEncoder ? .encoderModel(source) : .rankingModel(source), pruningHead: directory.file("head"),
      output: directory.file("out"))
    adjust(&options)
    let error = #expect(throws: (any Error).self) { try PackageSaver.save(options) }
    #expect(try listDirectory(directory.path) { _ in false }.map(\.path) == ["head", "model"])
    return try #require(error as? any LocatedError)
  }

  @Test func withoutTokenizerJSON() throws {
    let error = try refusal { try removeTree(joinPath($0, "tokenizer.json")) }
    #expect((error as? ModelDirError)?.code == .missingTokenizer)
    #expect(error.expected?.contains("save_pretrained") == true)
  }

  @Test func withAHeadOfAnotherWidth() throws {
    let error = try refusal(headWidth: 8)
    #expect((error as? ModelDirError)?.code == .contradiction)
    #expect(error.expected == "[2, 16]")
    #expect(error.found == "[2, 8]")
  }

  @Test func withAHeadThatIsNone() throws {
    let error = try refusal(options: { $0.pruningHead = joinPath($0.source.directory, "model.safetensors") })
    #expect((error as? ModelDirError)?.code == .unsupportedSource)
  }

  @Test func withADirectoryWhereAFileShouldBe() throws {
    let error = try refusal {
      try removeTree(joinPath($0, "config.json"))
      try makeDirectory(joinPath($0, "config.json"))
    }
    #expect((error as? FileError)?.code == .isDirectory)
  }

  @Test func withAPickleThatIsNoStateDict() throws {
    let error = try refusal {
      try removeTree(joinPath($0, "model.safetensors"))
      try writeFile(joinPath($0, "pytorch_model.bin"), [0x80, 2] + Array("cos\nsystem\n.".utf8))
    }
    #expect((error as? CheckpointError)?.code == .notTorchFile)
    #expect(error.place.file.hasSuffix("pytorch_model.bin"))
  }

  @Test func withTruncatedWeights() throws {
    let error = try refusal { source in
      let path = joinPath(source, "model.safetensors")
      let bytes = try readFile(path)
      try overwriteFile(path, Array(bytes.dropLast()))
    }
    #expect((error as? CheckpointError)?.code == .missingBytes)
  }

  @Test func withBrokenJSON() throws {
    let error = try refusal { try overwriteFile(joinPath($0, "config.json"), Array(#"{"a": NaN}"#.utf8)) }
    #expect((error as? JSONError)?.code == .syntax)
    #expect(error.place.byteOffset == 6)
  }

  @Test func withAnUnknownArchitecture() throws {
    var model = TinyModel()
    model.configChanges = [("model_type", .string("longformer"))]
    #expect((try refusal(model) as? JSONError)?.code == .notAllowed)
  }

  @Test func withAModelThatIsNearToAnEncoder() throws {
    var model = TinyModel()
    model.configChanges = [("model_type", .string("gpt2"))]
    #expect((try refusal(model) as? ModelDirError)?.problem.contains("generates text") == true)
  }

  @Test func withARankingModelAsEncoder() throws {
    let error = try refusal(asEncoder: true)
    #expect((error as? JSONError)?.place.jsonPath == "$.architectures[0]")
  }

  @Test func withMoreLengthThanPositions() throws {
    let error = try refusal(options: { $0.maximumLength = 65 })
    #expect(error.expected == "4 to 64 tokens")
  }

  @Test func withAnActivationForAnotherClassifier() throws {
    #expect(try refusal(options: { $0.activation = .softmax }).found == "softmax")
  }

  @Test func withAHiddenStateThatTheFamilyDoesNotHave() throws {
    #expect(try refusal(options: { $0.hiddenStateSource = .preFinalNorm }).found == "pre_final_norm")
  }

  @Test func withAValueThatOverflows() throws {
    var model = TinyModel()
    model.tensorChanges = { tensors in
      guard let index = tensors.firstIndex(where: { $0.name == "classifier.weight" }) else { return }
      tensors[index].values[3] = 70000
    }
    let error = try refusal(model, options: { $0.dtype = .float16 })
    #expect((error as? CheckpointError)?.code == .valueOverflow)
    #expect(error.place.tensor == "classifier.weight")
  }

  @Test(arguments: [
    ("org/model", false), ("model", false), ("org/my.model-1_2", false), ("/data/model", true),
    ("./model", true),
    ("../model", true), ("~/model", true), ("a/b/c", true), ("C:\\model", true), ("org\\model", true),
    ("org/ranking_model", true), ("encoder_model", true), ("", true), ("a//b", true), ("org/..", true),
    ("https://huggingface.co/org/model", true),
  ])
  func localPathsAreKnown(value: String, isLocal: Bool) { #expect(isLocalPath(value) == isLocal) }
}

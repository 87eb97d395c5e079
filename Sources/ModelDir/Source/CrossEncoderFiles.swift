import PackFiles
import PackJSON

/// What sentence-transformers 6 saves beside a ranking model, and reads where modules.json is there; 5.1 reads none of it
/// (sentence_transformers: base/model.py, base/modules/transformer.py).
struct CrossEncoderFiles {
  /// config_sentence_transformers.json.
  private let settings: JSONNode
  /// The settings of the module that holds the model; nil where there are none.
  private let module: JSONNode?

  private static let modulesName = "modules.json"
  static let settingsName = "config_sentence_transformers.json"
  /// The names that the module's settings have had; the first file that says anything counts.
  private static let moduleNames = [
    "bert", "roberta", "distilbert", "camembert", "albert", "xlm-roberta", "xlnet",
  ]
  .map { "sentence_\($0)_config.json" }

  /// Settings of the module that change nothing about a pair's score in float32, whatever they say.
  private static let harmless: Set<String> = [
    "transformer_task", "modality_config", "module_output_name", "unpad_inputs", "query_length",
    "document_length", "query_expansion", "do_lower_case", "max_seq_length",
  ]
  /// Settings of the module that hold arguments of other functions, under the names of version 6 and older ones.
  private static let processorNames = ["processor_kwargs", "tokenizer_args"]
  /// Arguments that say how the model is loaded, and not what it computes.
  private static let loadingArguments: Set<String> = [
    "torch_dtype", "dtype", "attn_implementation", "device_map",
  ]

  /// Reads a ranking model's files; nil where CrossEncoder would not.
  ///
  /// - Throws: ``ModelDirError`` or ``PackJSON/JSONError`` for a setting that a package cannot have;
  ///   ``PackFiles/FileError``.
  init?(_ directory: String) throws {
    let paths = [Self.modulesName, Self.settingsName].map { joinPath(directory, $0) }
    guard paths.allSatisfy({ fileKind($0) == .file }) else { return nil }
    settings = try JSONDocument(readingFile: paths[1]).root
    guard try settings.optionalString("model_type") == "CrossEncoder" else { return nil }
    if try !RerankerModules.isOne(directory) {
      try Self.requireOneTransformer(try JSONDocument(readingFile: paths[0]).root)
    }
    module = try Self.module(directory)
    try requireNoDefaultPrompt()
    try requireKnownModule()
  }

  /// The class that makes a score of the logits; nil where none is named.
  func activation() throws(JSONError) -> JSONNode? { try settings.optional("activation_fn") }

  /// Names of the prompts, none of which is used unless it is asked for.
  func promptNames() throws(JSONError) -> [String] {
    try settings.optional("prompts")?.members().map(\.key) ?? []
  }

  /// Whether texts are lower-cased before anything else.
  func lowercases() throws(JSONError) -> Bool { try module?.optionalBool("do_lower_case") ?? false }

  /// Most tokens of a pair, where the files say so; it wins over the tokenizer's own limit.
  func maximumLength() throws(JSONError) -> Int? {
    for name in Self.processorNames {
      if let limit = try module?.optional(name)?.optionalInt("model_max_length") { return limit }
    }
    return try module?.optionalInt("max_seq_length")
  }

  private static func module(_ directory: String) throws -> JSONNode? {
    for path in moduleNames.map({ joinPath(directory, $0) }) where fileKind(path) == .file {
      let root = try JSONDocument(readingFile: path).root
      if try root.members().contains(where: { _ in true }) { return root }
    }
    return nil
  }

  /// More than the model itself, a layer behind it for instance, has no place in a package.
  private static func requireOneTransformer(_ modules: JSONNode) throws(JSONError) {
    var count = 0
    for module in try modules.elements() {
      let type = try module.required("type")
      count += 1
      guard try type.string().hasSuffix(".Transformer"), count == 1 else {
        throw type.notAllowed(
          "one module, a Transformer", problem: "a package has no place for the module \(try type.string())")
      }
      let path = try module.required("path")
      guard try path.string().isEmpty else {
        throw path.notAllowed(
          "\"\", the model beside modules.json", problem: "the model is in another directory")
      }
    }
    guard count == 1 else {
      throw modules.notAllowed("one module, a Transformer", problem: "no module is named")
    }
  }

  private func requireNoDefaultPrompt() throws(JSONError) {
    guard let name = try settings.optional("default_prompt_name") else { return }
    let text = try settings.optional("prompts")?.optionalString(try name.string())
    guard text?.isEmpty == true else {
      throw name.notAllowed(
        "null: a package puts no prompt before its texts",
        problem: "default_prompt_name cannot be carried over")
    }
  }

  private func requireKnownModule() throws(JSONError) {
    guard let module else { return }
    for member in try module.members() where !Self.harmless.contains(member.key) {
      let isOfModel = ["model_kwargs", "model_args"].contains(member.key)
      let taken =
        isOfModel
        ? Self.loadingArguments : Self.processorNames.contains(member.key) ? ["model_max_length"] : []
      guard !member.value.isNull else { continue }
      for argument in try member.value.members() where !taken.contains(argument.key) {
        throw argument.value.notAllowed(
          "no such argument", problem: "\(member.key).\(argument.key) cannot be carried over")
      }
    }
  }
}

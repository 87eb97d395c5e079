import ModelDir
import PackFiles
import PackJSON

extension Rule {
  static let lay009 = Rule(
    "LAY009", "other-file-read", .error, needs: [.json],
    title: "no file makes a consumer load something else than the package",
    why: """
      Consumers look for files by their names. With peft installed, transformers puts the adapter of adapter_config.json into \
      the model. Beside a modules.json, CrossEncoder takes its modules, activation and prompts from files of \
      sentence-transformers. A processor's configuration makes it look for images. The scores are then others than those \
      that were checked.
      """,
    advice: "Delete the reported file, or pack the model that it describes: `pruning-pack save`.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let documents = context.package.documents
    let directories = ["", documents.mode.map { "\($0.subModelDirectory)/" }].compactMap { $0 }
    for directory in directories {
      let file = directory + "adapter_config.json"
      if context.package.listing.files.contains(file) {
        context.report(
          at: Place(file: file), "transformers puts an adapter into the model if peft is installed",
          advice: """
            Merge the adapter (`merge_and_unload()` of peft), and pack the result: `pruning-pack save`. If it is merged \
            already, delete \(file).
            """)
      }
    }
    guard documents.mode == .rerankingPruning else { return }
    // A CrossEncoder is loaded from the package, or from its ranking model alone.
    for directory in directories {
      checkProcessors(directory, context)
      checkModules(directory, context)
    }
  }

  /// AutoProcessor, by which sentence-transformers 6 loads a tokenizer, takes one of these for the description of another one.
  private static func checkProcessors(_ directory: String, _ context: RuleContext) {
    for name in ["preprocessor_config.json", "processor_config.json", "video_preprocessor_config.json"] {
      let file = directory + name
      guard let config = context.package.documents.rootOfAnyKind(file) else { continue }
      if config.kind != .object {
        context.report(
          at: config.place, "CrossEncoder looks for a processor, and raises", expected: "no such file",
          found: config.kind.phrase, advice: "Delete \(file) from the package.")
      } else if let key = config["processor_class"] ?? config["auto_map"]?["AutoProcessor"], !key.isNull {
        context.report(
          at: key.place, "CrossEncoder loads a processor in place of the tokenizer", expected: "no such key",
          found: key.messageText, advice: "Delete \(file) from the package.")
      }
    }
  }

  /// Files of sentence-transformers, which CrossEncoder 6 reads where both stand there and say that they are a CrossEncoder's.
  private static func checkModules(_ directory: String, _ context: RuleContext) {
    let package = context.package
    let settings = directory + "config_sentence_transformers.json"
    let list = directory + "modules.json"
    guard package.listing.files.contains(list), package.listing.files.contains(settings),
      let config = package.documents.node(settings), (try? config.string("model_type")) == "CrossEncoder"
    else { return }
    func report(_ place: Place, _ problem: String, _ expected: String, _ found: JSONNode?) {
      context.report(
        at: place, problem, expected: expected, found: found?.messageText,
        advice: place.file == list
          ? "Delete \(list), which CrossEncoder does not need."
          : "Delete \(list), which makes CrossEncoder read \(place.file).")
    }
    if let value = config["activation_fn"], !value.isNull,
      case .success(let own) = package.documents.config,
      (try? value.string()).map({ !$0.hasSuffix("." + activationClass(own)) }) ?? true
    {
      report(
        value.place, "CrossEncoder computes other scores than ranking_activation", activationClass(own), value
      )
    }
    if let name = config["default_prompt_name"], !name.isNull {
      let prompt = (try? name.string()).flatMap { config["prompts"]?[$0] }
      if (try? prompt?.string())?.map({ $0.isEmpty }) != true {
        report(name.place, "CrossEncoder puts a prompt before the texts", "null", name)
      }
    }
    if let names = config["keep_in_fp32_modules"], !names.isNull, names.kind != .array || !names.isFalsy {
      report(names.place, "CrossEncoder computes some layers in another precision", "an empty list", names)
    }
    if let prompts = config["prompts"], prompts.kind != .object {
      report(prompts.place, "CrossEncoder looks for prompts in it, and raises", "an object", prompts)
    }
    if let versions = config["__version__"], ![.object, .array, .string].contains(versions.kind) {
      report(versions.place, "CrossEncoder looks for versions in it, and raises", "an object", versions)
    }
    let place = Place(file: list)
    if let modules = package.documents.rootOfAnyKind(list) {
      let paths = (try? modules.elements().map { try $0.string("path") }) ?? nil
      let types = (try? modules.elements().map { try $0.string("type") }) ?? nil
      if paths != [""] || types?.first?.hasSuffix(".Transformer") != true {
        report(
          place, "CrossEncoder is made of other modules than the package", "one Transformer at the root",
          modules)
      }
      checkModule((try? Array(modules.elements()))?.first, report)
    }
    checkTransformer(package.documents, directory + "sentence_bert_config.json", report)
  }

  /// What torch and sentence-transformers need of the entry of a module.
  private static func checkModule(
    _ module: JSONNode?, _ report: (Place, String, String, JSONNode?) -> Void
  ) {
    guard let module, module.kind == .object else { return }
    let name = try? module.string("name")
    if name.map({ $0.isEmpty || $0.contains(".") || CrossEncoderNames.attributes.contains($0) }) ?? true {
      report(
        module.place(of: "name"), "CrossEncoder takes no module of this name, and raises", "\"0\"",
        module["name"])
    }
    if let arguments = module["kwargs"] {
      let isList = (try? arguments.elements().allSatisfy { $0.kind != .array && $0.kind != .object }) ?? false
      guard isList || arguments.kind == .object || arguments.kind == .string else {
        return report(
          arguments.place, "CrossEncoder looks for names of arguments in it, and raises", "a list of names",
          arguments)
      }
    }
  }

  /// The settings of the one module.
  private static func checkTransformer(
    _ documents: PackageDocuments, _ file: String, _ report: (Place, String, String, JSONNode?) -> Void
  ) {
    guard let config = documents.node(file) else {
      return report(
        Place(file: file), "CrossEncoder takes the package for an embedding model", "a transformer_task", nil)
    }
    if (try? config.string("transformer_task")) != "sequence-classification" {
      report(
        config.place(of: "transformer_task"), "CrossEncoder loads no classifier",
        "\"sequence-classification\"",
        config["transformer_task"])
    }
    for key in ["max_seq_length", "do_lower_case", "processing_kwargs", "query_expansion"] {
      guard let value = config[key], !value.isNull, !(value.kind == .boolean && value.isFalsy) else {
        continue
      }
      report(value.place, "CrossEncoder reads texts with another \(key)", "no such key", value)
    }
    for member in (try? config.members()).map(Array.init) ?? [] {
      if arguments.contains(member.key) {
        if member.value.kind == .object, member.value.isFalsy { continue }
        if member.key == "tokenizer_name_or_path", member.value.isNull { continue }
        report(member.value.place, "CrossEncoder loads with other arguments", "no such key", member.value)
      } else if !settings.contains(member.key) {
        report(
          member.value.place, "CrossEncoder knows no such setting, and raises", "no such key", member.value)
      }
    }
    // Without it all is as in older versions, whatever name the output has.
    guard let modalities = config["modality_config"] else { return }
    let isRight =
      (try? modalities.members())?.allSatisfy { member in
        member.key == "text" && (try? member.value.string("method")) == "forward"
          && namesLogits(member.value["method_output_name"])
      } == true && modalities["text"] != nil
    if !isRight {
      report(
        modalities.place, "CrossEncoder calls the model in another way",
        "{\"text\": {\"method\": \"forward\", \"method_output_name\": \"logits\"}}", modalities)
    }
    if (try? config.string("module_output_name")) != "scores" {
      report(
        config.place(of: "module_output_name"), "CrossEncoder finds no scores", "\"scores\"",
        config["module_output_name"])
    }
  }

  /// Whether an output is the logits: by its name, or by a way of one step.
  private static func namesLogits(_ output: JSONNode?) -> Bool {
    guard let output else { return false }
    let steps = (try? output.elements().map { try $0.string() }) ?? []
    return (try? output.string()) == "logits" || steps == ["logits"]
  }

  /// What the one module is made with, as sentence-transformers 6.2 has it.
  private static let settings: Set<String> = [
    "transformer_task", "modality_config", "module_output_name", "processing_kwargs", "unpad_inputs",
    "query_length", "document_length", "query_expansion", "max_seq_length", "do_lower_case", "cache_dir",
    "backend",
  ]
  private static let arguments: Set<String> = [
    "model_kwargs", "model_args", "processor_kwargs", "tokenizer_args", "config_kwargs", "config_args",
    "tokenizer_name_or_path",
  ]

  /// The class of torch that computes a package's scores from its logits.
  private static func activationClass(_ config: PackageConfig) -> String {
    config.activation == .sigmoid ? "Sigmoid" : "Identity"
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("an adapter beside the package") {
    try $0.write("{\"peft_type\": \"LORA\"}", to: "adapter_config.json")
  },
  .bad("an adapter beside the ranking model") {
    try $0.write("{\"peft_type\": \"LORA\"}", to: "ranking_model/adapter_config.json")
  },
  .bad("the description of an image processor") {
    try $0.write("{\"processor_class\": \"CLIPProcessor\"}", to: "preprocessor_config.json")
  },
  .bad("the description of a processor that is a list") { try $0.write("[]", to: "processor_config.json") },
  .bad("the description of an image processor beside the ranking model") {
    try $0.write("{\"processor_class\": \"CLIPProcessor\"}", to: "ranking_model/preprocessor_config.json")
  },
  .bad("another activation") { try $0.writeCrossEncoder(activation: "activation.Tanh") },
  .bad("a module named as a method") { try $0.writeCrossEncoder(module: "\"forward\"") },
  .bad("a module named by a number") { try $0.writeCrossEncoder(module: "0") },
  .bad("a module whose arguments are none") { try $0.writeCrossEncoder(module: "\"0\", \"kwargs\": null") },
  .good("a module of another name, with names of arguments") {
    try $0.writeCrossEncoder(module: "\"encoder\", \"kwargs\": [\"task\"]")
  },
  .bad("a prompt") { try $0.writeCrossEncoder(prompt: "query: ") },
  .bad("another length") { try $0.writeCrossEncoder(transformer: "\"max_seq_length\": 8, ") },
  .bad("modules without the module's settings") { package in
    try package.writeCrossEncoder()
    try package.remove("sentence_bert_config.json")
  },
  .good("what CrossEncoder of sentence-transformers 6 saves") { try $0.writeCrossEncoder() },
  .good("settings without modules") { package in
    try package.writeCrossEncoder(activation: "activation.Tanh", prompt: "query: ")
    try package.remove("modules.json")
  },
  .good("modules of an embedding model") {
    let modules =
      "[{\"idx\": 0, \"name\": \"0\", \"path\": \"\", \"type\": \"sentence_transformers.models.Transformer\"}]"
    try $0.write(modules, to: "modules.json")
  },
  .good("the description of an image processor without a processor") {
    try $0.write("{\"image_processor_type\": \"CLIPImageProcessor\"}", to: "preprocessor_config.json")
  },
]

extension ExamplePackage {
  /// Writes the files that CrossEncoder of sentence-transformers 6 leaves beside a model.
  fileprivate func writeCrossEncoder(
    activation: String = "activation.Sigmoid", prompt: String = "", transformer: String = "",
    module: String = "\"0\""
  ) throws {
    try write(
      """
      {"model_type": "CrossEncoder", "activation_fn": "torch.nn.modules.\(activation)",
       "default_prompt_name": "query", "prompts": {"query": "\(prompt)"}}

      """, to: "config_sentence_transformers.json")
    try write(
      """
      [{"idx": 0, "name": \(module), "path": "", "type": "sentence_transformers.base.modules.transformer.Transformer"}]

      """, to: "modules.json")
    try write(
      """
      {\(transformer)"transformer_task": "sequence-classification", "module_output_name": "scores",
       "modality_config": {"text": {"method": "forward", "method_output_name": "logits"}}}

      """, to: "sentence_bert_config.json")
  }
}

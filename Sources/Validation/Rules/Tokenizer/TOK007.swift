import Encoders
import Files
import JSON
import ModelDir
import Tokenizers

extension Rule {
  static let tok007 = Rule(
    "TOK007", .error, needs: [.tokenizer, .json],
    title:
      "the tokenizer's settings give tokenizer.json's ids, and the inputs that the model was trained with",
    why: """
      Some classes of transformers 5 rebuild the tokenizer from code and ignore the file's pipeline; the list of model inputs \
      has another default in version 4 than in 5; a side or an added token in tokenizer_config.json wins over the file. Each \
      gives other tokens, or other scores, without an error.
      """,
    fix:
      "Write the settings that `pruning-pack save` writes: PreTrainedTokenizerFast, model_input_names, right sides."
  ) { context throws(RuleSkip) in
    let package = context.package
    let tokenizer = try package.required(package.tokenizer, PackageLayout.tokenizer)
    if let root = package.node(PackageLayout.tokenizer), root["added_tokens"] == nil {
      // The file's own reader does without; transformers asks for the key.
      context.report(
        at: Place(file: PackageLayout.tokenizer, jsonPath: "$.added_tokens"), "key is missing",
        expected: "a list, which may be empty")
    }
    let files = [PackageLayout.tokenizerConfig, try package.inSubModel(PackageLayout.tokenizerConfig)]
    for file in files {
      guard let config = package.node(file) else { continue }
      checkClass(config, context)
      checkOwnCode(config, context)
      checkInputs(config, context)
      checkSides(config, tokenizer, context)
      checkTokens(config, tokenizer, context)
    }
    checkRootClass(context)
    try package.requireAll(files + [PackageLayout.config])
  }

  private static func checkClass(_ config: JSONNode, _ context: RuleContext) {
    let node = config["tokenizer_class"]
    let name = (try? node?.string()) ?? ""
    guard name != PackageLayout.tokenizerClass else { return }
    // The families' own classes load, but transformers 5 rebuilds the pipeline of some.
    let isFamilyClass = name.hasSuffix("Tokenizer") || name.hasSuffix("TokenizerFast")
    context.report(
      at: node?.place ?? Place(file: config.document.name, jsonPath: "$.tokenizer_class"),
      "tokenizer_class may give other ids than tokenizer.json", expected: PackageLayout.tokenizerClass,
      found: node?.lexeme ?? "nothing", severity: isFamilyClass ? .warning : .error)
  }

  /// A class of the package's own would be run in the place of the one that is named.
  private static func checkOwnCode(_ config: JSONNode, _ context: RuleContext) {
    if let map = config["auto_map"], !map.isNull {
      context.report(
        at: map.place, "the tokenizer has code of its own", expected: PackageLayout.tokenizerClass,
        found: map.lexeme.quotedForMessage)
    }
  }

  private static func checkInputs(_ config: JSONNode, _ context: RuleContext) {
    guard case .success(let package) = context.package.config,
      case .success(let encoder) = context.package.encoderConfig
    else { return }
    var expected: Set<String> = ["input_ids", "attention_mask"]
    if package.usesTokenTypeIDs && encoder.shape.typeCount > 1 { expected.insert("token_type_ids") }
    let node = config["model_input_names"]
    let names = try? node?.elements().map { try $0.string() }
    // Types that the model ignores do no harm.
    let isRight =
      names.map { expected.isSubset(of: $0) && Set($0).isSubset(of: expected.union(["token_type_ids"])) }
      ?? false
    if !isRight {
      context.report(
        at: node?.place ?? Place(file: config.document.name, jsonPath: "$.model_input_names"),
        "model_input_names are not what the model was trained with",
        expected: expected.sorted().joined(separator: ", "), found: node?.lexeme ?? "nothing")
    }
  }

  private static func checkSides(_ config: JSONNode, _ tokenizer: Tokenizer, _ context: RuleContext) {
    let isBakedLeft = tokenizer.bakedInTruncation?.direction == .left
    for key in ["truncation_side", "padding_side"] {
      let node = config[key]
      if node == nil && !(isBakedLeft && key == "truncation_side") { continue }
      if (try? node?.string()) != "right" {
        context.report(
          at: node?.place ?? Place(file: config.document.name, jsonPath: "$.\(key)"), "\(key) is not right",
          expected: "\"right\"", found: node?.lexeme ?? "left, from tokenizer.json")
      }
    }
    if let node = config["split_special_tokens"], (try? node.bool()) != false {
      context.report(at: node.place, "special tokens are split", expected: "false", found: node.lexeme)
    }
  }

  private static func checkTokens(_ config: JSONNode, _ tokenizer: Tokenizer, _ context: RuleContext) {
    for key in ["additional_special_tokens", "extra_special_tokens"] {
      guard let node = config[key], !node.isNull else { continue }
      // What has another form is TOK004's.
      let elements =
        (try? node.elements().map { $0 }) ?? (try? node.members().map(\.value)) ?? []
      for element in elements {
        let content = (try? element.string()) ?? (try? element.string("content"))
        if content.flatMap(tokenizer.id(ofToken:)) == nil {
          context.report(at: element.place, "token is not in tokenizer.json", found: element.lexeme)
        }
      }
    }
    guard let decoder = config["added_tokens_decoder"], let members = try? decoder.members() else { return }
    for member in members {
      let content = try? member.value.string("content")
      let id = content.flatMap(tokenizer.id(ofToken:))
      if id == nil || id.map(String.init) != member.key {
        context.report(
          at: member.value.place, "added token is not tokenizer.json's", expected: id.map { "id \($0)" },
          found: "id \(member.key)")
      }
    }
  }
}

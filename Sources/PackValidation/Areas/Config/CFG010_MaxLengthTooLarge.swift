import ModelDir
import PackEncoders
import PackFiles
import PackJSON

extension Rule {
  static let cfg010 = Rule(
    "CFG010", "max-length-too-large", .error, needs: [.json],
    title: "max_length and model_max_length are within the usable positions",
    why: """
      A position beyond the table is an index error in PyTorch, in the middle of a user's batch, and only for texts that \
      are long enough. CrossEncoder takes the smaller of the tokenizer's limit and max_position_embeddings.
      """,
    advice: """
      Write the number that is expected: the usable positions (of XLM-R two fewer than its table) as max_position_embeddings, \
      and that or less as max_length and as model_max_length, which has to be there.
      """,
    grading: "a max_length beyond the tokenizer's own limit is a warning",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let config = try package.documents.required(PackageLayout.config)
    let encoder = try package.documents.encoderConfig.required("the sub-model's config.json")
    // Where positions are relative only, a package may allow more than the model was made for.
    let allowed = encoder.shape.isPositionLimitHard ? nil : try? config.int("max_length")
    let usable = max(encoder.shape.usablePositions, allowed ?? 0)
    func check(_ node: JSONNode, _ key: String, atMost limit: Int, _ severity: Severity, _ why: String) {
      let value = node[key]
      if let number = try? value?.double(), number >= 1, number <= Double(limit) { return }
      context.report(
        at: value?.place ?? Place(file: node.document.name, jsonPath: "$.\(key)"),
        "\(key) is not within \(why)",
        expected: "1 to \(limit)", found: value?.lexeme ?? "nothing", severity: severity)
    }
    check(config, "max_length", atMost: usable, .error, "the usable positions")
    // CrossEncoder truncates to it: with fewer than there are, its scores are other ones than everybody else's.
    if (try? config.int("max_position_embeddings")) != usable {
      context.report(
        at: config["max_position_embeddings"]?.place
          ?? Place(file: PackageLayout.config, jsonPath: "$.max_position_embeddings"),
        "max_position_embeddings is not the usable positions", expected: "\(usable)",
        found: config["max_position_embeddings"]?.lexeme ?? "nothing")
    }
    let files = [
      PackageLayout.tokenizerConfig, try package.documents.inSubModel(PackageLayout.tokenizerConfig),
    ]
    for file in files {
      guard let tokenizer = package.documents.node(file) else { continue }
      check(tokenizer, "model_max_length", atMost: usable, .error, "the usable positions")
      if let limit = try? tokenizer.int("model_max_length"), limit <= usable {
        check(config, "max_length", atMost: limit, .warning, "the limit of \(file)")
      }
    }
    try package.documents.requireAll(files)
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("longer than the positions", causes: ["CFG006"], blocks: true) {
    try $0.set("max_length", to: .int(65), in: "config.json")
  },
  .bad("longer than the tokenizer's limit", severity: .warning) {
    try $0.set("model_max_length", to: .int(32), in: $0.tokenizerConfigs)
  },
  .bad("a tokenizer without a limit") {
    let huge = JSONValue.number("1000000000000000019884624838656")
    try $0.set("model_max_length", to: huge, in: $0.tokenizerConfigs)
  },
  .bad("no limit in the tokenizer") { try $0.set("model_max_length", to: nil, in: $0.tokenizerConfigs) },
  .bad("fewer positions than there are") {
    try $0.set("max_position_embeddings", to: .int(40), in: "config.json")
  },
  .good("shorter than the positions") {
    try $0.set("max_length", to: .int(48), in: $0.configs)
    try $0.set("model_max_length", to: .int(48), in: $0.tokenizerConfigs)
  },
]

import ModelDir
import PackEncoders
import PackFiles
import PackJSON

extension Rule {
  static let cfg010 = Rule(
    "CFG010", "max-length-too-large", .error, needs: [.json],
    title: "max_length and model_max_length are at most the usable positions",
    why: """
      A position beyond the table is an index error in PyTorch, in the middle of a user's batch. It comes only with texts \
      that are long enough. CrossEncoder takes the smaller of the tokenizer's limit and max_position_embeddings: where that is \
      less than max_length, it scores a shorter text than everybody else.
      """,
    advice: """
      Write the usable positions as `max_position_embeddings`: the rows of the table, for XLM-R two fewer. Write that number \
      or less as `max_length` and `model_max_length`.
      """,
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let config = try package.documents.required(PackageLayout.config)
    let encoder = try package.documents.encoderConfig.required("the sub-model's config.json")
    // Where positions are relative only, a package may allow more than the model was made for.
    let allowed = encoder.shape.isPositionLimitHard ? nil : try? config.int("max_length")
    let usable = max(encoder.shape.usablePositions, allowed ?? 0)
    func check(_ node: JSONNode, _ key: String) {
      let value = node[key]
      let number = (try? value?.double()).flatMap { $0 }
      // A number with a fraction or an exponent is none that the tokenizers library takes.
      let isInteger = value?.lexeme.utf8.contains { ".eE".utf8.contains($0) } == false
      if let number, number >= 1, number <= Double(usable), isInteger { return }
      context.report(
        at: node.place(of: key),
        value == nil
          ? "\(key) is missing"
          : number.map { $0 >= 1 && $0 > Double(usable) } == true
            ? "\(key) exceeds the usable positions" : "\(key) is not a length",
        expected: "1 to \(usable)", found: value?.messageText,
        advice: "Write `\"\(key)\": \(usable)`, or less.")
    }
    check(config, "max_length")
    // CrossEncoder truncates to it: with fewer than there are, its scores are other ones than everybody else's.
    if (try? config.int("max_position_embeddings")) != usable {
      context.report(
        at: config.place(of: "max_position_embeddings"),
        config["max_position_embeddings"] == nil
          ? "max_position_embeddings is missing"
          : "max_position_embeddings is not the number of usable positions",
        expected: "\(usable)", found: config["max_position_embeddings"]?.messageText,
        advice: "Write `\"max_position_embeddings\": \(usable)`.")
    }
    let files = [
      PackageLayout.tokenizerConfig, try package.documents.inSubModel(PackageLayout.tokenizerConfig),
    ]
    for file in files {
      guard let tokenizer = package.documents.node(file) else { continue }
      check(tokenizer, "model_max_length")
      if let limit = try? tokenizer.int("model_max_length"), (1...usable).contains(limit),
        let length = try? config.int("max_length"), length > limit, length <= usable
      {
        context.report(
          at: config.place(of: "max_length"), "max_length exceeds the model_max_length of \(file)",
          expected: "1 to \(limit)", found: "\(length)",
          advice: "Write `\"max_length\": \(limit)`, or a larger `model_max_length` in \(file).")
      }
    }
    try package.documents.requireAll(files)
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("longer than the positions", causes: ["CFG006"], blocks: true) {
    try $0.set("max_length", to: .int(65), in: "config.json")
  },
  .bad("longer than the tokenizer's limit") {
    try $0.set("model_max_length", to: .int(32), in: $0.tokenizerConfigs)
  },
  .bad("a tokenizer without a limit") {
    let huge = JSONValue.number("1000000000000000019884624838656")
    try $0.set("model_max_length", to: huge, in: $0.tokenizerConfigs)
  },
  .bad("a limit with a fraction") {
    try $0.set("model_max_length", to: .number("64.0"), in: $0.tokenizerConfigs)
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

import ModelDir
import PackFiles
import PackJSON

extension Rule {
  static let lay008 = Rule(
    "LAY008", "json-not-strict", .error, needs: [.json],
    title: "every JSON file that is read is strict JSON, and every configuration is an object",
    why: """
      Python accepts NaN, and takes the last of two equal keys. Rust, JavaScript and the Hub's viewer refuse NaN, and may \
      take the first of two keys. A file that two readers understand differently is two different packages. Strict JSON is \
      UTF-8, with no NaN and no key twice in an object.
      """,
    advice: "Correct the file, or write it again with `json.dump(..., allow_nan=False)`.",
    grading: "a file that no consumer reads is a suggestion",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let consumed = ConsumedFiles(context.package)
    for (path, document) in context.package.documents.json.sorted(by: { $0.key < $1.key }) {
      let severity: Severity = consumed.contains(path) ? .error : .suggestion
      switch document {
      case .failure(.broken(let error)):
        context.report(
          at: error.place, error.problem, expected: error.expected, found: error.found,
          advice: advice(error, path), severity: severity)
      case .success(let document) where document.numberBeyondDouble != nil:
        guard let number = document.numberBeyondDouble else { continue }
        context.report(
          at: number.place, "the number is beyond a double's range",
          expected: "a number that every reader takes alike", found: number.messageText, severity: severity)
      case .success(let document)
      where configurations.contains(lastPathComponent(path)) && document.root.kind != .object:
        context.report(
          at: document.root.place, "\(path) is not a JSON object", expected: "an object",
          found: document.root.kind.phrase, advice: "Write \(path) as one object, `{...}`.",
          severity: severity)
      case .success, .failure: break
      }
    }
  }

  private static func advice(_ error: any LocatedError, _ path: String) -> String {
    if let error = error as? JSONError, error.code == .duplicateKey, let key = error.found {
      return "Delete one of the two keys \(key) from \(path)."
    }
    return "Correct \(path), or write it again with `json.dump(..., allow_nan=False)`."
  }

  /// Files from which keys are read.
  private static let configurations: Set<String> = [
    PackageLayout.config, PackageLayout.compatibleConfig, PackageLayout.tokenizerConfig,
    "special_tokens_map.json", "added_tokens.json",
  ]
}

private let ruleExamples: [RuleExample] = [
  .bad("a number that no double holds") {
    try $0.setTokenizer("unread", to: .number("1e999"))
  },
  .bad("a key twice", blocks: true) {
    try $0.replace("{\n", with: "{\n \"a\": 1, \"a\": 2,\n", in: "ranking_model/tokenizer_config.json")
  },
  .bad("NaN", blocks: true) { try $0.write("[NaN]", to: "special_tokens_map.json") },
  .bad("NaN among measured values that nobody loads", severity: .suggestion) {
    try $0.write("{\"loss\": NaN}", to: "metrics.json")
  },
  .bad("JSON lines that nobody loads", severity: .suggestion) {
    try $0.write("{\"a\": 1}\n{\"a\": 2}\n", to: "predictions.json")
  },
  .bad("bytes that are not UTF-8", blocks: true) {
    try $0.write([0x22, 0xFF, 0x22], to: "special_tokens_map.json")
  },
  .bad("too many brackets", blocks: true) {
    try $0.write([UInt8](repeating: UInt8(ascii: "["), count: 100_000), to: "special_tokens_map.json")
  },
  .bad("a file beside the model that nobody loads", severity: .suggestion) {
    try $0.write("x\n", to: "ranking_model/generation_config.json")
  },
  .bad("the older configuration in a sub-model, where nobody looks", severity: .suggestion) {
    try $0.write("\"reef\"", to: "ranking_model/pruning_encoder_config.json")
  },
  list("config.json"), list("ranking_model/config.json"), list("tokenizer_config.json"),
  list("ranking_model/tokenizer_config.json"), list("pruning_head/config.json"),
  list("pruning_encoder_config.json"), list("special_tokens_map.json"),
  .good("a list that no key is read from") { try $0.write("[1, 2]\n", to: "extra.json") },
]

/// A list in the place of an object.
private func list(_ file: String) -> RuleExample {
  .bad("\(file) is a list", blocks: true) { try $0.write("[]\n", to: file) }
}

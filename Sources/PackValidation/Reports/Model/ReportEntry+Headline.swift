import PackFiles

extension ReportEntry {
  /// What is wrong in a few words, for a sentence that names several faults: `1 token exposed`, `auto_map points nowhere`.
  ///
  /// A rule's name says it already, in most cases; the others are listed here.
  public var headline: String {
    if let own = ownHeadline { return own }
    if let noun = Self.nouns[rule] {
      return (count == 1 ? "1 " : "\(groupedText(count)) ") + (count == 1 ? noun.one : noun.many)
    }
    let phrase = Self.phrases[rule] ?? (RuleCatalogue.rule(rule)?.name ?? rule).replacing("-", with: " ")
    guard rule.hasPrefix("WGT"), let part else { return phrase }
    return "\(phrase) in \(part)"
  }

  /// What the findings themselves say, where that is short.
  private var ownHeadline: String? {
    let places = messages.flatMap(\.places)
    switch rule {
    case "LAY001":
      return count == 1 ? messages.first?.problem.visible : "\(count) files are missing"
    case "LAY008":
      let file = places.first?.finding.place.file ?? ""
      return count == 1 && file.utf8.count <= 40 ? "\(file.visible) is not strict JSON" : nil
    case "RUN001":
      let key = places.first?.finding.place.jsonPath?.split(separator: ".").last ?? "$"
      return count == 1 && key != "$" ? "the model cannot run (\(key))".visible : nil
    case "SEC003":
      return count == 1 ? messages.first.map { "1 \($0.problem)" } : nil
    case "WGT013":
      let isNaN = places.allSatisfy { $0.finding.found?.hasPrefix("nan") == true }
      guard isNaN else { return nil }
      return part.map { "NaN in \($0)" } ?? "NaN in the weights"
    default: return nil
    }
  }

  /// The part of the model that all findings are about.
  private var part: String? {
    let directories = Set(messages.flatMap(\.places).map { parentPath($0.finding.place.file) })
    switch directories.count == 1 ? directories.first : nil {
    case "pruning_head": return "the head"
    case "ranking_model": return "the ranking model"
    case "encoder_model": return "the encoder"
    default: return nil
    }
  }

  /// Rules whose findings are counted.
  private static let nouns: [String: (one: String, many: String)] = [
    "LAY003": ("link or clash of names", "links or clashes of names"),
    "LAY004": ("checkout inside the package", "checkouts inside the package"),
    "LAY005": ("leftover", "leftovers"),
    "LAY007": ("file hidden by .gitignore", "files hidden by .gitignore"),
    "LAY008": ("JSON file is not strict", "faults in JSON files"),
    "PY001": ("Python file does not parse", "Python files do not parse"),
    "PY003": ("foreign import", "foreign imports"),
    "PY004": ("unguarded import", "unguarded imports"),
    "PY005": ("broken relative import", "broken relative imports"),
    "PY010": ("dangerous call in the code", "dangerous calls in the code"),
    "PY014": ("undefined name in the code", "undefined names in the code"),
    "SEC001": ("pickle", "pickles"),
    "SEC003": ("secret exposed", "secrets exposed"),
    "SEC005": ("path outside the package", "paths outside the package"),
    "SEC006": ("unexamined file", "unexamined files"),
    "CFG006": ("setting contradicts another file", "settings contradict another file"),
    "CFG007": ("local path", "local paths"),
    "CARD008": ("placeholder in the card", "placeholders in the card"),
  ]

  /// Rules whose names need other words in a sentence.
  private static let phrases: [String: String] = [
    "LAY002": "a sub-model is not used",
    "LAY006": "too large for the Hub",
    "PY002": "the code imports the training library",
    "PY006": "__init__ does not end in post_init()",
    "PY011": "the code unpickles",
    "CFG001": "mode and architectures disagree",
    "CFG002": "auto_map is incomplete",
    "CFG003": "auto_map loads code from elsewhere",
    "CFG004": "auto_map points nowhere",
    "CFG005": "model_type differs",
    "CFG008": "the number of labels is wrong",
    "CFG009": "id2label and label2id disagree",
    "CFG010": "max_length is too large",
    "CFG011": "the head's width differs",
    "CFG014": "hidden_state_source is wrong",
    "WGT001": "no weights",
    "WGT002": "a broken safetensors header",
    "WGT003": "a safetensors header that is cut short",
    "WGT004": "a malformed safetensors header",
    "WGT005": "an unknown dtype",
    "WGT006": "wrong offsets of tensors",
    "WGT007": "a tensor of the wrong size",
    "WGT008": "weights cut short or too long",
    "WGT009": "an ambiguous safetensors header",
    "WGT011": "the shard index is wrong",
    "WGT012": "tensors of another architecture",
    "WGT013": "NaN or infinity",
    "WGT014": "a constant matrix",
    "WGT015": "untrained weights",
    "SEC002": "a pickle with forbidden imports",
    "TOK001": "the two tokenizers differ",
    "TOK002": "token ids out of range",
    "TOK003": "a special token is missing",
    "TOK005": "no template for pairs",
    "TOK006": "token ids differ from transformers'",
    "CARD001": "the card's front matter cannot be read",
    "CARD002": "the license is missing or unknown",
    "CARD003": "the language is missing or unknown",
    "CARD006": "an invalid Hub id in the card",
    "CARD007": "model-index is malformed",
    "RUN001": "the model cannot run",
    "RUN002": "the outputs differ from the recorded ones",
    "RUN003": "the outputs are invalid",
    "RUN004": "a batch gives other outputs",
    "INT003": "the recording is outdated",
  ]
}

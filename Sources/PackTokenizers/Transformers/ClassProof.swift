import PackFiles
import PackJSON

/// Holds what transformers 4 and 5 make with a family's class against tokenizer.json.
struct ClassProof {
  private let kind: TokenizerClass
  private let base: Tokenizer

  init(_ kind: TokenizerClass, base: Tokenizer) {
    self.kind = kind
    self.base = base
  }

  /// Why the class must not be named; nil where nothing differs.
  func fault(_ files: [TokenizerSettings]) -> ClassChoice.Reason? {
    for file in files {
      guard let changed = changed(file) else { return .otherTokenizer(name: kind.fastName, .five, text: nil) }
      if let fault = faultAsItIs(changed) { return fault }
    }
    return nil
  }

  /// The same of files that name the class already.
  func faultAsItIs(_ file: TokenizerSettings) -> ClassChoice.Reason? {
    for version in TransformersVersion.allCases {
      func other(_ text: String?) -> ClassChoice.Reason {
        .otherTokenizer(name: kind.fastName, version, text: text)
      }
      guard let made = try? EffectiveTokenizer(file, version: version, base: base),
        made.attributes.paddingSide == .right, made.attributes.truncationSide == .right,
        !made.attributes.splitsSpecialTokens
      else { return other(nil) }
      if !made.changes.members.isEmpty,
        let text = TokenizerProof(base, made.tokenizer).wholeDifference(changes: made.changes)
      {
        return other(text)
      }
      guard version == .four else { continue }
      if !keepsOffsets(file) { return .otherOffsets(name: kind.fastName) }
      if !buildsSame(made) { return .otherInputs(name: kind.fastName) }
    }
    return nil
  }

  /// The files with the class and what it reads.
  private func changed(_ file: TokenizerSettings) -> TokenizerSettings? {
    var config = JSONObject()
    if let own = file.config {
      guard case .object(let object) = JSONValue(own) else { return nil }
      config = object
    }
    config["tokenizer_class"] = .string(kind.fastName)
    for setting in settings([file]).members { config[setting.key] = setting.value }
    let name = file.config?.document.name ?? "tokenizer_config.json"
    guard
      let document = try? JSONDocument(
        bytes: Array(JSONValue.object(config).text(.line).utf8), name: name)
    else { return nil }
    var changed = file
    changed.config = document.root
    return changed
  }

  /// What the class reads beside tokenizer.json, with the values that tokenizer.json has.
  func settings(_ files: [TokenizerSettings]) -> JSONObject {
    guard let file = files.first else { return [:] }
    var settings = boundTokens(file.config)
    switch kind {
    case .bert, .electra, .distilBert, .mpnet:
      guard let normalizer = file.tokenizer["normalizer"],
        (try? normalizer["type"]?.string()) == "BertNormalizer",
        case .object(let options) = JSONValue(normalizer)
      else { break }
      // What the class takes where nothing is said is not said.
      let own: [(String, JSONValue, standard: JSONValue)] = [
        ("do_lower_case", options["lowercase"] ?? .bool(true), .bool(true)),
        ("strip_accents", options["strip_accents"] ?? .null, .null),
        ("tokenize_chinese_chars", options["handle_chinese_chars"] ?? .bool(true), .bool(true)),
      ]
      for (key, value, standard) in own where value != standard { settings[key] = value }
    case .roberta:
      if (try? file.tokenizer["post_processor"]?["trim_offsets"]?.bool()) == false {
        settings["trim_offsets"] = .bool(false)
      }
    case .base, .xlmRoberta, .camembert, .debertaV2, .albert, .llama, .gemma: break
    }
    return settings
  }

  /// The tokens that stand around a text, under the names that the class asks for. Of a default, version 4 makes a token of its own,
  /// with other options than tokenizer.json's, and saves that.
  private func boundTokens(_ config: JSONNode?) -> JSONObject {
    var tokens = JSONObject()
    guard kind == .roberta || kind == .mpnet else { return tokens }
    for (key, twin) in [("bos_token", "cls_token"), ("eos_token", "sep_token")] where config?[key] == nil {
      tokens[key] = config?[twin].map { JSONValue($0) }
    }
    return tokens
  }

  /// Whether version 4 leaves the post-processor's treatment of spaces: it sets both options anew.
  private func keepsOffsets(_ file: TokenizerSettings) -> Bool {
    guard kind == .roberta, let processor = file.tokenizer["post_processor"] else { return true }
    return [("trim_offsets", true), ("add_prefix_space", false)].allSatisfy { key, standard in
      guard let own = try? processor[key]?.bool() else { return true }
      return own == ((try? file.config?[key]?.bool()).flatMap { $0 } ?? standard)
    }
  }

  /// Texts of which each has a token of its own in any vocabulary that can encode them.
  private static let pairs = [
    ("a", "b"), ("When was it built?", "In 1873. The day was warm, and the sea calm."),
  ]

  /// Whether `build_inputs_with_special_tokens` of version 4 gives what tokenizer.json does, for a text and for a pair.
  private func buildsSame(_ made: EffectiveTokenizer) -> Bool {
    let names = kind.boundNames
    guard let first = made.id(ofNamed: names.first).flatMap(Int32.init(exactly:)),
      let last = made.id(ofNamed: names.last).flatMap(Int32.init(exactly:))
    else { return false }
    let usesTypes = made.attributes.inputNames.contains("token_type_ids")
    return Self.pairs.allSatisfy { text, other in
      guard let single = try? base.encode(text), let pair = try? base.encode(text, pair: other),
        let own = try? base.encode(text, addSpecialTokens: false).ids,
        let others = try? base.encode(other, addSpecialTokens: false).ids
      else { return false }
      let start = [first] + own + [last]
      let end = (kind.doublesSeparator ? [last] : []) + others + [last]
      let typeOfSecond: Int32 = kind.doublesSeparator ? 0 : 1
      let types = start.map { _ in Int32(0) } + end.map { _ in typeOfSecond }
      return single.ids == start && pair.ids == start + end && (!usesTypes || pair.typeIDs == types)
    }
  }
}

extension TokenizerClass {
  /// The name under which both versions load it, and version 4 without the files of the slow tokenizer.
  var fastName: String { rawValue + "Fast" }

  /// The tokens that `build_inputs_with_special_tokens` of transformers 4 puts first and last, by name.
  fileprivate var boundNames: (first: String, last: String) {
    switch self {
    case .roberta, .mpnet, .llama, .gemma: ("bos_token", "eos_token")
    case .base, .bert, .electra, .distilBert, .xlmRoberta, .camembert, .debertaV2, .albert:
      ("cls_token", "sep_token")
    }
  }

  /// Whether it puts two separators between the texts of a pair, and gives both one type.
  fileprivate var doublesSeparator: Bool {
    switch self {
    case .roberta, .mpnet, .xlmRoberta, .camembert: true
    case .base, .bert, .electra, .distilBert, .debertaV2, .albert, .llama, .gemma: false
    }
  }
}

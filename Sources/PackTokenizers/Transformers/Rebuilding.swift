import PackFiles
import PackJSON

/// The pipelines that the families' classes of transformers 5 build over a vocabulary.
struct Rebuilding {
  private let settings: TokenizerSettings
  private let kind: TokenizerClass

  init(_ settings: TokenizerSettings, _ kind: TokenizerClass) {
    self.settings = settings
    self.kind = kind
  }

  private func step(_ type: String, _ options: JSONObject = [:]) -> JSONValue {
    var step: JSONObject = ["type": .string(type)]
    for option in options.members { step[option.key] = option.value }
    return .object(step)
  }

  private func sequence(_ key: String, _ steps: [JSONValue]) -> JSONValue {
    step("Sequence", [key: .array(steps)])
  }

  /// Replaces everything but the vocabulary, before tokens are added.
  func build(
    _ arguments: SettingArguments, _ pipeline: inout TokenizerPipeline
  ) throws(TokenizerError) {
    let charsmap = Self.charsmap(settings.tokenizer["normalizer"])
    let processor = pipeline.postProcessor
    pipeline.clear()
    let unknown = arguments["unk_token"]?.value.printed ?? ExactText("None")
    switch kind {
    case .base, .llama, .gemma: break
    case .bert, .electra, .distilBert, .mpnet:
      try require("WordPiece", pipeline)
      pipeline.normalizer = step(
        "BertNormalizer",
        [
          "clean_text": .bool(true),
          "handle_chinese_chars": .bool(try flag("tokenize_chinese_chars", arguments) ?? true),
          "strip_accents": try stripAccents(arguments),
          "lowercase": .bool(try flag("do_lower_case", arguments) ?? true),
        ])
      pipeline.preTokenizer = step("BertPreTokenizer")
      pipeline.model = [
        "unk_token": .string(unknown.text), "continuing_subword_prefix": .string("##"),
        "max_input_chars_per_word": .int(100),
      ]
    case .roberta:
      try require("BPE", pipeline)
      pipeline.preTokenizer = step(
        "ByteLevel",
        [
          "add_prefix_space": .bool(try flag("add_prefix_space", arguments) ?? false),
          "trim_offsets": .bool(true), "use_regex": .bool(true),
        ])
      pipeline.model = [
        "unk_token": .null, "fuse_unk": .bool(false), "byte_fallback": .bool(false),
        "ignore_merges": .bool(false), "continuing_subword_prefix": .string(""),
        "end_of_word_suffix": .string(""),
      ]
    case .xlmRoberta, .camembert, .debertaV2, .albert:
      try require("Unigram", pipeline)
      buildUnigram(arguments, charsmap, &pipeline)
      pipeline.model = [
        "unk_id": .int(try unknownID(unknown, arguments)), "byte_fallback": .bool(false),
      ]
      if kind == .albert { try setProcessor(processor, arguments, &pipeline) }
    }
  }

  /// ALBERT keeps the file's post-processor, and has its own where there is none.
  private func setProcessor(
    _ processor: JSONValue, _ arguments: SettingArguments, _ pipeline: inout TokenizerPipeline
  ) throws(TokenizerError) {
    func id(_ name: String) -> Int? {
      arguments[name]?.value.printed.flatMap { pipeline.id(of: $0) }
    }
    var template = TemplateBuilder()
    try template.add(ExactText("[CLS]"), 0, id("cls_token"), settings.place)
    template.add(sequence: "A", 0)
    try template.add(ExactText("[SEP]"), 0, id("sep_token"), settings.place)
    template.endSingle()
    template.add(sequence: "B", 1)
    try template.add(ExactText("[SEP]"), 1, id("sep_token"), settings.place)
    pipeline.postProcessor = processor == .null ? template.json : processor
  }

  private func buildUnigram(
    _ arguments: SettingArguments, _ charsmap: JSONValue?, _ pipeline: inout TokenizerPipeline
  ) {
    let hasPrefix = arguments["add_prefix_space"]?.value.isTrue ?? true
    func metaspace(otherwise scheme: String) -> JSONValue {
      step(
        "Metaspace",
        [
          "replacement": .string("▁"), "prepend_scheme": .string(hasPrefix ? "always" : scheme),
          "split": .bool(true),
        ])
    }
    if kind == .debertaV2 {
      let spaces = step(
        "Replace",
        ["pattern": .object(["Regex": .string(#"\s{2,}|[\n\r\t]"#)]), "content": .string(" ")])
      let strip = step("Strip", ["strip_left": .bool(false), "strip_right": .bool(true)])
      let isLower = arguments["do_lower_case"]?.value.isTrue ?? false
      pipeline.normalizer = sequence(
        "normalizers", (isLower ? [step("Lowercase")] : []) + [spaces, step("NFC"), strip])
      let cuts = arguments["split_by_punct"]?.value.isTrue ?? false
      let punctuation = cuts ? [step("Punctuation", ["behavior": .string("Isolated")])] : []
      pipeline.preTokenizer = sequence("pretokenizers", punctuation + [metaspace(otherwise: "first")])
      return
    }
    pipeline.preTokenizer = sequence(
      "pretokenizers", [step("WhitespaceSplit"), metaspace(otherwise: "never")])
    guard kind == .albert else {
      pipeline.normalizer = charsmap ?? .null
      return
    }
    func quotes(_ text: String) -> JSONValue {
      step("Replace", ["pattern": .object(["String": .string(text)]), "content": .string("\"")])
    }
    var steps = [quotes("``"), quotes("''")]
    if arguments["keep_accents"]?.value.isTrue != true { steps += [step("NFKD"), step("StripAccents")] }
    if arguments["do_lower_case"]?.value.isTrue ?? true { steps.append(step("Lowercase")) }
    pipeline.normalizer = sequence("normalizers", steps + (charsmap.map { [$0] } ?? []))
  }

  /// Which piece is the unknown one: the classes count on the order of the pieces that their own models have.
  private func unknownID(
    _ unknown: ExactText, _ arguments: SettingArguments
  ) throws(TokenizerError) -> Int {
    switch kind {
    case .xlmRoberta: return 3
    case .albert: return 1
    default: break
    }
    let pieces = (try? settings.tokenizer["model"]?["vocab"]?.elements()).map(Array.init) ?? []
    for (id, piece) in pieces.enumerated() {
      guard var parts = try? piece.elements(), let text = try? parts.next()?.string() else { continue }
      let hasScore = kind == .camembert || (try? parts.next()?.double()) == 0
      if hasScore, ExactText(text) == unknown { return id }
    }
    guard kind == .debertaV2, let own = arguments["unk_id"] else { return kind == .debertaV2 ? 1 : 0 }
    guard case .number(let text) = own.value, let id = Int(text) else {
      throw .refused(own, "unk_id is not an integer", expected: "no such key")
    }
    return id
  }

  /// Sets the post-processor, after tokens were added.
  func finish(
    _ arguments: SettingArguments, _ special: SpecialTokens, _ pipeline: inout TokenizerPipeline
  ) throws(TokenizerError) {
    let place = settings.place
    func token(_ name: String, orID standard: Int?) -> (text: ExactText, id: Int?) {
      guard let text = special.text(name) else { return (ExactText("None"), standard) }
      let unknown = special.text("unk_token").flatMap { pipeline.id(of: $0) }
      return (text, pipeline.id(of: text) ?? unknown ?? standard)
    }
    switch kind {
    case .base, .llama, .gemma: break
    case .bert, .electra, .distilBert, .debertaV2:
      let isBert = kind != .debertaV2
      let (cls, sep) = (token("cls_token", orID: isBert ? 2 : 0), token("sep_token", orID: isBert ? 3 : 0))
      var template = TemplateBuilder()
      try template.add(cls.text, 0, cls.id, place)
      template.add(sequence: "A", 0)
      try template.add(sep.text, 0, sep.id, place)
      template.endSingle()
      template.add(sequence: "B", 1)
      try template.add(sep.text, 1, sep.id, place)
      pipeline.postProcessor = template.json
    case .xlmRoberta, .camembert:
      let (bos, eos) = (token("bos_token", orID: nil), token("eos_token", orID: nil))
      var template = TemplateBuilder()
      try template.add(bos.text, 0, bos.id, place)
      template.add(sequence: "A", 0)
      try template.add(eos.text, 0, eos.id, place)
      template.endSingle()
      try template.add(eos.text, 0, eos.id, place)
      template.add(sequence: "B", 0)
      try template.add(eos.text, 0, eos.id, place)
      pipeline.postProcessor = template.json
    case .roberta, .mpnet:
      let isRoberta = kind == .roberta
      let sep = token("sep_token", orID: isRoberta ? nil : 2)
      let cls = token("cls_token", orID: isRoberta ? nil : 0)
      guard let sepID = sep.id, let clsID = cls.id else {
        throw TokenizerError(
          .refused, at: place, problem: "sep_token or cls_token is missing", expected: "a token as a string")
      }
      let trims = isRoberta ? try flag("trim_offsets", arguments) ?? true : true
      let hasPrefix = isRoberta ? try flag("add_prefix_space", arguments) ?? false : false
      pipeline.postProcessor = step(
        "RobertaProcessing",
        [
          "sep": .array([.string(sep.text.text), .int(sepID)]),
          "cls": .array([.string(cls.text.text), .int(clsID)]),
          "trim_offsets": .bool(trims), "add_prefix_space": .bool(hasPrefix),
        ])
    case .albert: break
    }
  }

  private func require(_ model: String, _ pipeline: TokenizerPipeline) throws(TokenizerError) {
    guard pipeline.base.model.type == model else {
      throw TokenizerError(
        .invalid, at: settings.config?.place(of: "tokenizer_class") ?? settings.place,
        problem: "tokenizer_class makes another kind of tokenizer than tokenizer.json",
        expected: "PreTrainedTokenizerFast, which takes the file's \(pipeline.base.model.type)")
    }
  }

  private func flag(_ key: String, _ arguments: SettingArguments) throws(TokenizerError) -> Bool? {
    guard let argument = arguments[key] else { return nil }
    guard case .bool(let flag) = argument.value else {
      throw .refused(argument, "\(key) is not a flag", expected: "true or false")
    }
    return flag
  }

  private func stripAccents(_ arguments: SettingArguments) throws(TokenizerError) -> JSONValue {
    if arguments["strip_accents"]?.value == .null { return .null }
    return try flag("strip_accents", arguments).map { .bool($0) } ?? .null
  }

  /// The first charsmap of the file's normalizer, as a step of its own.
  private static func charsmap(_ normalizer: JSONNode?) -> JSONValue? {
    guard let normalizer else { return nil }
    let isSequence = (try? normalizer["type"]?.string()) == "Sequence"
    let steps = isSequence ? (try? normalizer["normalizers"]?.elements()).map(Array.init) ?? [] : [normalizer]
    return steps.first {
      (try? $0["type"]?.string()) == "Precompiled" && $0["precompiled_charsmap"] != nil
    }.map { JSONValue($0) }
  }
}

import PackFiles
import PackJSON

extension LoadingFour {
  /// Rebuilds the components that the class's constructor does.
  func rebuild(
    _ arguments: SettingArguments, _ special: SpecialTokens, _ pipeline: inout TokenizerPipeline
  ) throws(TokenizerError) {
    switch kind {
    case .llama, .gemma: try setBounds(arguments, special, &pipeline)
    case .bert, .electra, .distilBert:
      try rebuildNormalizer(arguments, ["lowercase", "strip_accents", "handle_chinese_chars"], &pipeline)
    case .mpnet: try rebuildNormalizer(arguments, ["lowercase", "strip_accents"], &pipeline)
    case .roberta: try checkTrimming(arguments, pipeline)
    case .base, .xlmRoberta, .camembert, .debertaV2, .albert: break
    }
  }

  /// The post-processor is made anew with the tokens that begin and end a text.
  private func setBounds(
    _ arguments: SettingArguments, _ special: SpecialTokens, _ pipeline: inout TokenizerPipeline
  ) throws(TokenizerError) {
    func bound(_ name: String, _ standard: Bool) throws(TokenizerError) -> ExactText? {
      let asked = arguments["add_\(name)"]
      guard asked?.value.isTrue ?? standard else { return nil }
      guard let token = special.text(name) else {
        throw TokenizerError(
          .refused, at: asked?.place ?? settings.place,
          problem: "\(name) is added to texts, and there is none",
          expected: "\(name)")
      }
      return token
    }
    pipeline.postProcessor = try TemplateBuilder.bounds(
      bound("bos_token", true), bound("eos_token", false), pipeline, settings.place)
  }

  /// A BERT normalizer gets the settings, or the class's defaults where they are absent, once one of them differs.
  private func rebuildNormalizer(
    _ arguments: SettingArguments, _ options: [String], _ pipeline: inout TokenizerPipeline
  ) throws(TokenizerError) {
    guard case .object(var normalizer) = pipeline.normalizer else {
      throw TokenizerError(
        .refused, at: settings.tokenizer.place(of: "normalizer"), problem: "the class needs a normalizer",
        expected: "a BertNormalizer")
    }
    guard normalizer["type"] == .string("BertNormalizer") else { return }
    let parameters: [String: (key: String, standard: SettingValue)] = [
      "lowercase": ("do_lower_case", .bool(true)), "strip_accents": ("strip_accents", .null),
      "handle_chinese_chars": ("tokenize_chinese_chars", .bool(true)),
    ]
    var differs = false
    for option in options {
      guard let (key, standard) = parameters[option] else { continue }
      let setting = arguments[key]?.value ?? standard
      let isSame =
        switch normalizer[option] ?? .null {
        case .bool(let own): setting.isEqual(to: own)
        default: setting == .null
        }
      if !isSame { differs = true }
    }
    guard differs else { return }
    for option in options {
      guard let (key, standard) = parameters[option] else { continue }
      switch arguments[key]?.value ?? standard {
      case .bool(let flag): normalizer[option] = .bool(flag)
      case .null where option == "strip_accents": normalizer[option] = .null
      default:
        if let argument = arguments[key] {
          throw .refused(argument, "\(key) is not a flag", expected: "true or false")
        }
      }
    }
    pipeline.normalizer = .object(normalizer)
  }

  /// The post-processor is made anew with the settings; that changes offsets only, if the settings are flags.
  private func checkTrimming(
    _ arguments: SettingArguments, _ pipeline: TokenizerPipeline
  ) throws(TokenizerError) {
    guard case .object(let processor) = pipeline.postProcessor, processor["trim_offsets"] != nil else {
      return
    }
    for key in ["add_prefix_space", "trim_offsets"] {
      guard let argument = arguments[key], case .bool(let own)? = processor[key] else { continue }
      if case .bool = argument.value { continue }
      if !argument.value.isEqual(to: own) {
        throw .refused(argument, "\(key) is not a flag", expected: "true or false")
      }
    }
  }
}

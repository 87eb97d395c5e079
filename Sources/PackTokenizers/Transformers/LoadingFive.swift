import PackFiles
import PackJSON

/// What transformers 5 does, as of 5.23.0: `PreTrainedTokenizerFast` takes tokenizer.json, and the families' classes build
/// a pipeline of their own over its vocabulary.
struct LoadingFive {
  private let settings: TokenizerSettings
  private let kind: TokenizerClass

  init(_ settings: TokenizerSettings, _ kind: TokenizerClass) {
    self.settings = settings
    self.kind = kind
  }

  /// Changes a pipeline as the constructor does.
  func run(
    _ arguments: inout SettingArguments, _ pipeline: inout TokenizerPipeline
  ) throws(TokenizerError) -> TokenizerAttributes {
    arguments.remove("tokenizer_class")
    try SettingsReading.checkPositional(&arguments, of: kind)
    arguments.remove("add_bos_token")
    arguments.remove("add_eos_token")
    collectModelTokens(&arguments)
    let sources = try gather(&arguments)
    try arguments.convert(sources)
    setDefaults(&arguments)
    try checkObjects(&arguments, pipeline)
    try SettingsReading.checkNames(arguments, of: kind, .five)
    try SettingsReading.checkBaked(arguments, of: kind)
    var attributes = try SettingsReading.attributes(
      arguments, pipeline: settings.tokenizer, kind: kind, .five)
    let special = try specialTokens(&arguments)
    if kind != .base { try Rebuilding(settings, kind).build(arguments, &pipeline) }
    add(sources.ranked, special, to: &pipeline)
    let bounds = ["add_bos_token", "add_eos_token"].map { arguments[$0] }
    let hasBounds = bounds.contains { $0 != nil }
    if hasBounds || pipeline.postProcessor == .null {
      try setBounds(bounds.map { $0?.value.isTrue ?? false }, special, &pipeline)
    }
    if kind != .base { try Rebuilding(settings, kind).finish(arguments, special, &pipeline) }
    attributes.namedTokens = special.texts
    return attributes
  }

  /// Collects the settings that name further tokens, by the ending of their names.
  private func collectModelTokens(_ arguments: inout SettingArguments) {
    let extra = "extra_special_tokens"
    if arguments["additional_special_tokens"] != nil, arguments[extra]?.value.isTrue != true {
      let moved = arguments.remove("additional_special_tokens")
      arguments[extra] = moved
    }
    var tokens: [SettingValue.Entry] = []
    var place = settings.place
    for key in arguments.keys where isModelToken(key) {
      guard let argument = arguments[key], case .string = argument.value else { continue }
      tokens.append(.init(key: key, value: argument.value))
      place = argument.place
      arguments.remove(key.text)
    }
    if let argument = arguments[extra], case .dictionary(let entries) = argument.value {
      tokens += entries
      place = argument.place
      arguments.remove(extra)
    }
    if !tokens.isEmpty {
      arguments["model_specific_special_tokens"] = .init(value: .dictionary(tokens), place: place)
    }
  }

  private func isModelToken(_ key: ExactText) -> Bool {
    key.text.utf8.suffix(6).elementsEqual("_token".utf8) && !SettingsReading.specialNames.contains(key.text)
  }

  /// The files in the order in which they are read; special_tokens_map.json overrides the settings.
  private func gather(_ arguments: inout SettingArguments) throws(TokenizerError) -> AddedTokenSources {
    if let decoder = settings.config?["added_tokens_decoder"] {
      arguments.remove("added_tokens_decoder")
      return try AddedTokenSources(decoder: decoder)
    }
    if let map = settings.specialTokensMap { try override(&arguments, with: map) }
    var sources = AddedTokenSources()
    if let file = settings.addedTokens {
      var special = Set(SettingsReading.specialNames.compactMap { arguments[$0]?.value.tokenText })
      if let extra = arguments["extra_special_tokens"], extra.value.isTrue {
        guard case .list(let values) = extra.value else {
          throw .refused(extra, "extra_special_tokens is not a list", expected: "a list of strings")
        }
        special.formUnion(values.compactMap(\.printed))
      }
      try sources.add(file: file, special: special, under: nil)
    }
    try sources.add(tokenizer: settings.tokenizer)
    return sources
  }

  private func override(_ arguments: inout SettingArguments, with map: JSONNode) throws(TokenizerError) {
    guard let members = try? map.members() else {
      throw .refused(map, "the file is not an object", expected: "an object from names to tokens")
    }
    let extra = "extra_special_tokens"
    for member in members {
      let isExtra = ExactText(member.key) == ExactText(extra)
      if member.value.kind == .object, !isExtra {
        arguments[member.key] = .init(
          value: .token(
            try TokenSpec(SettingValue(member.value), at: member.value.place, isSpecial: true)),
          place: member.value.place)
      } else if isExtra, member.value.kind == .array {
        try extend(&arguments, with: member.value)
      } else {
        try SettingsReading.checkOverride(member.key, member.value)
        arguments.set(member.key, member.value)
      }
    }
    guard let argument = arguments[extra], case .dictionary(let entries) = argument.value else { return }
    arguments.remove(extra)
    let key = "model_specific_special_tokens"
    switch arguments[key]?.value {
    case nil: arguments[key] = .init(value: .dictionary(entries), place: argument.place)
    case .dictionary(let known)?:
      let kept = known.filter { entry in !entries.contains { $0.key == entry.key } }
      arguments[key]?.value = .dictionary(kept + entries)
    default: throw .refused(argument, "\(key) is not an object", expected: "no such key")
    }
  }

  private func extend(
    _ arguments: inout SettingArguments, with list: JSONNode
  ) throws(TokenizerError) {
    let key = "extra_special_tokens"
    var tokens: [SettingValue] = []
    if let own = arguments[key], own.value.isTrue {
      guard case .list(let values) = own.value else {
        throw .refused(own, "\(key) is not a list", expected: "a list of strings")
      }
      tokens = values
    }
    for element in (try? list.elements()).map(Array.init) ?? [] {
      if element.kind == .object, element["special"] != nil {
        throw .refused(element, "special is given twice", expected: "a token without special")
      }
      let value: SettingValue =
        element.kind == .object
        ? .token(try TokenSpec(SettingValue(element), at: element.place, isSpecial: true))
        : SettingValue(element)
      if !tokens.contains(value) { tokens.append(value) }
    }
    arguments[key] = .init(value: .list(tokens), place: list.place)
  }

  /// The defaults of the class's parameters.
  private func setDefaults(_ arguments: inout SettingArguments) {
    for (name, token) in kind.tokens where arguments[name] == nil {
      arguments[name] = .init(value: .text(token), place: settings.place)
    }
    switch kind {
    case .mpnet:
      for name in SettingsReading.specialNames {
        guard case .string(let text)? = arguments[name]?.value else { continue }
        var token = TokenSpec(text)
        token.stripsLeft = name == "mask_token"
        arguments[name]?.value = .token(token)
      }
    case .camembert:
      if case .string(let text)? = arguments["mask_token"]?.value {
        var token = TokenSpec(text, isSpecial: true)
        token.stripsLeft = true
        arguments["mask_token"]?.value = .token(token)
      }
      if arguments["additional_special_tokens"]?.value ?? .null == .null {
        let unused = ["<s>NOTUSED", "</s>NOTUSED", "<unk>NOTUSED"]
        arguments["additional_special_tokens"] = .init(
          value: .list(unused.map { .text($0) }), place: settings.place)
      }
    default: break
    }
  }

  /// Refuses what stands where the constructor takes an object of Python's.
  private func checkObjects(
    _ arguments: inout SettingArguments, _ pipeline: TokenizerPipeline
  ) throws(TokenizerError) {
    if let object = arguments.remove("tokenizer_object"), object.value != .null {
      throw .refused(object, "tokenizer_object is not a tokenizer", expected: "no such key")
    }
    if let processor = arguments.remove("post_processor"), processor.value.isTrue, kind == .base {
      throw .refused(processor, "post_processor is not a post-processor", expected: "no such key")
    }
    for part in ["truncation", "padding"] {
      for key in ["tokenizer_\(part)", "_json_\(part)"] {
        guard let argument = arguments.remove(key) else { continue }
        if argument.value.isTrue {
          throw .undetermined(argument.place, "\(key) replaces the file's", expected: "no such key")
        }
        // The last of an `or` is taken whatever it is, unless the file has its own.
        let isLast = key.hasPrefix("_json") && settings.tokenizer[part]?.isNull != false
        if isLast, argument.value != .null {
          throw .refused(argument, "\(key) is not an object", expected: "no such key")
        }
      }
    }
    if kind != .base {
      for key in ["trust_remote_code", "_spm_precompiled_charsmap"] {
        if let argument = arguments.remove(key), argument.value.isTrue {
          throw .undetermined(
            argument.place, "\(key) changes what the class rebuilds", expected: "no such key")
        }
      }
    }
    if let tokens = arguments["chat_control_tokens"], tokens.value != .null {
      guard case .list = tokens.value else {
        throw .refused(tokens, "chat_control_tokens is not a list", expected: "no such key")
      }
    }
    // Of a large vocabulary the constructor hands its arguments on, to a function that has these two already.
    for key in ["pretrained_model_name_or_path", "init_kwargs"] {
      if let argument = arguments[key], pipeline.base.count > 100_000 {
        throw .refused(argument, "\(key) is given twice", expected: "no such key")
      }
    }
  }

  private func specialTokens(_ arguments: inout SettingArguments) throws(TokenizerError) -> SpecialTokens {
    if arguments["extra_special_tokens"] == nil {
      arguments["extra_special_tokens"] = arguments.remove("additional_special_tokens")
    }
    var special = SpecialTokens()
    for name in SettingsReading.specialNames {
      guard let argument = arguments[name], argument.value != .null else { continue }
      guard argument.value.tokenText != nil else {
        throw .refused(argument, "\(name) is not a token", expected: "a token as a string")
      }
      special.set(ExactText(name), argument.value)
    }
    if let argument = arguments["extra_special_tokens"] {
      switch argument.value {
      case .null: break
      case .list(let values):
        guard values.allSatisfy({ $0.tokenText != nil }) else {
          throw .refused(
            argument, "extra_special_tokens is not a list of tokens", expected: "a list of strings")
        }
        special.extra = values
      case .dictionary(let entries): try set(entries, argument, &special)
      default:
        throw .refused(argument, "extra_special_tokens is not a list", expected: "a list of strings")
      }
    }
    for key in arguments.keys where isModelToken(key) {
      if let value = arguments[key]?.value, value.tokenText != nil { special.set(key, value) }
    }
    if let argument = arguments["model_specific_special_tokens"], argument.value != .null {
      guard case .dictionary(let entries) = argument.value else {
        throw .refused(argument, "model_specific_special_tokens is not an object", expected: "no such key")
      }
      try set(entries, argument, &special)
    }
    return special
  }

  private func set(
    _ entries: [SettingValue.Entry], _ argument: SettingArguments.Argument, _ special: inout SpecialTokens
  ) throws(TokenizerError) {
    for entry in entries {
      guard entry.value.tokenText != nil else {
        throw .refused(argument, "\(entry.key.text) is not a token", expected: "a token as a string")
      }
      special.set(entry.key, entry.value)
    }
  }

  /// Adds the tokens that the file does not have as they are, and the special ones whose text it does not have.
  private func add(
    _ ranked: [TokenSpec], _ special: SpecialTokens, to pipeline: inout TokenizerPipeline
  ) {
    var tokens = ranked.filter { !pipeline.has($0) }
    let known = Set(pipeline.added.map(\.content)).union(tokens.map(\.content))
    let named = special.named.map(\.value)
    for value in named + special.extra {
      guard let text = value.tokenText, !known.contains(text) else { continue }
      let token: TokenSpec
      if case .token(let own) = value { token = own } else { token = TokenSpec(text, isSpecial: true) }
      if !tokens.contains(token) { tokens.append(token) }
    }
    let names = Set(named.compactMap(\.tokenText))
    for var token in tokens {
      if names.contains(token.content) { token.isSpecial = true }
      pipeline.add(token)
    }
  }

  /// A template of the first and the last token alone.
  private func setBounds(
    _ flags: [Bool], _ special: SpecialTokens, _ pipeline: inout TokenizerPipeline
  ) throws(TokenizerError) {
    let first = flags[0] ? special.text("bos_token") : nil
    let last = flags[1] ? special.text("eos_token") : nil
    pipeline.postProcessor = try TemplateBuilder.bounds(first, last, pipeline, settings.place)
  }
}

import PackFiles
import PackJSON

/// What transformers 4 does, as of 4.52.4: it takes tokenizer.json, adds tokens, and rebuilds single components.
struct LoadingFour {
  let settings: TokenizerSettings
  let kind: TokenizerClass

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
    let sources = try gather(&arguments)
    try arguments.convert(sources)
    setDefaults(&arguments)
    try checkSources(&arguments)
    try SettingsReading.checkNames(arguments, of: kind, .four)
    var attributes = try SettingsReading.attributes(
      arguments, pipeline: settings.tokenizer, kind: kind, .four)
    let special = try specialTokens(arguments)
    add(sources.ranked, special, to: &pipeline)
    setPrefixSpace(arguments["add_prefix_space"]?.value ?? .bool(false), &pipeline)
    try rebuild(arguments, special, &pipeline)
    attributes.namedTokens = special.texts
    return attributes
  }

  /// The files in the order in which they are read; special_tokens_map.json overrides the settings.
  private func gather(_ arguments: inout SettingArguments) throws(TokenizerError) -> AddedTokenSources {
    if let decoder = settings.config?["added_tokens_decoder"] {
      arguments.remove("added_tokens_decoder")
      return try AddedTokenSources(decoder: decoder)
    }
    // The name under which added_tokens.json files its tokens is that of the last token that was read.
    var last = ExactText("None")
    if let map = settings.specialTokensMap {
      guard let members = try? map.members() else {
        throw .refused(map, "the file is not an object", expected: "an object from names to tokens")
      }
      for member in members {
        if member.value.kind == .object {
          arguments[member.key] = .init(
            value: .token(
              try TokenSpec(SettingValue(member.value), at: member.value.place, isSpecial: true)),
            place: member.value.place)
        } else if ExactText(member.key) == ExactText("additional_special_tokens"), member.value.kind == .array
        {
          try extend(&arguments, with: member.value, last: &last)
        } else {
          try SettingsReading.checkOverride(member.key, member.value)
          arguments.set(member.key, member.value)
        }
      }
    }
    var sources = AddedTokenSources()
    if let file = settings.addedTokens {
      try sources.add(file: file, special: try specialTexts(arguments), under: last)
    }
    try sources.add(tokenizer: settings.tokenizer)
    return sources
  }

  private func extend(
    _ arguments: inout SettingArguments, with list: JSONNode, last: inout ExactText
  ) throws(TokenizerError) {
    let key = "additional_special_tokens"
    var tokens: [SettingValue] = []
    if let own = arguments.remove(key), own.value.isTrue {
      guard case .list(let values) = own.value else {
        throw .refused(own, "\(key) is not a list", expected: "a list of strings")
      }
      tokens = values
    }
    for element in (try? list.elements()).map(Array.init) ?? [] {
      let value: SettingValue =
        element.kind == .object
        ? .token(try TokenSpec(SettingValue(element), at: element.place, isSpecial: true))
        : SettingValue(element)
      if let text = value.printed { last = text }
      if !tokens.contains(value) { tokens.append(value) }
    }
    arguments[key] = .init(value: .list(tokens), place: list.place)
  }

  /// The texts that added_tokens.json may mark as special.
  private func specialTexts(_ arguments: SettingArguments) throws(TokenizerError) -> Set<ExactText> {
    var texts = Set(SettingsReading.specialNames.compactMap { arguments[$0]?.value.tokenText })
    if let extra = arguments["additional_special_tokens"] {
      switch extra.value {
      case .list(let values): texts.formUnion(values.compactMap(\.printed))
      case .null: break
      default:
        throw .refused(extra, "additional_special_tokens is not a list", expected: "a list of strings")
      }
    }
    return texts
  }

  /// The defaults of the class's parameters.
  private func setDefaults(_ arguments: inout SettingArguments) {
    for (name, token) in kind.tokens where arguments[name] == nil {
      arguments[name] = .init(value: .text(token), place: settings.place)
    }
    if kind == .camembert, arguments["additional_special_tokens"] == nil {
      let unused = ["<s>NOTUSED", "</s>NOTUSED", "<unk>NOTUSED"]
      arguments["additional_special_tokens"] = .init(
        value: .list(unused.map { .text($0) }), place: settings.place)
    }
    if kind == .mpnet {
      for name in SettingsReading.specialNames { wrap(name, &arguments) { _ in } }
    }
    // A mask token that is a mere text takes the space before it.
    switch kind {
    case .roberta, .albert:
      wrap("mask_token", &arguments) {
        $0.stripsLeft = true
        $0.isNormalized = false
      }
    case .mpnet, .xlmRoberta: wrap("mask_token", &arguments) { $0.stripsLeft = true }
    case .camembert:
      wrap("mask_token", &arguments) {
        $0.stripsLeft = true
        $0.isSpecial = true
        $0.isNormalized = false
      }
    case .base, .bert, .electra, .distilBert, .debertaV2, .llama, .gemma: break
    }
  }

  private func wrap(
    _ name: String, _ arguments: inout SettingArguments, _ change: (inout TokenSpec) -> Void
  ) {
    guard case .string(let text)? = arguments[name]?.value else { return }
    var token = TokenSpec(text)
    change(&token)
    arguments[name]?.value = .token(token)
  }

  /// Refuses what makes the tokenizer from something else than tokenizer.json.
  private func checkSources(_ arguments: inout SettingArguments) throws(TokenizerError) {
    if let file = arguments.remove("tokenizer_file") {
      guard case .string = file.value else {
        throw .refused(file, "tokenizer_file is not a path", expected: "no such key")
      }
      throw .undetermined(file.place, "another tokenizer.json is named", expected: "no such key")
    }
    for key in ["tokenizer_object", "__slow_tokenizer"] {
      if let object = arguments.remove(key), object.value != .null {
        throw .refused(object, "\(key) is not a tokenizer", expected: "no such key")
      }
    }
    if let slow = arguments.remove("from_slow"), slow.value.isTrue {
      throw .undetermined(slow.place, "the tokenizer is made without tokenizer.json", expected: "no such key")
    }
    if kind == .llama, let space = arguments["add_prefix_space"], space.value != .null {
      throw .undetermined(
        space.place, "the tokenizer is made without tokenizer.json", expected: "no such key")
    }
    arguments.remove("gguf_file")
  }

  private func specialTokens(_ arguments: SettingArguments) throws(TokenizerError) -> SpecialTokens {
    var special = SpecialTokens()
    for name in SettingsReading.specialNames {
      guard let argument = arguments[name], argument.value != .null else { continue }
      guard argument.value.tokenText != nil else {
        throw .refused(argument, "\(name) is not a token", expected: "a token as a string")
      }
      special.set(ExactText(name), argument.value)
    }
    if let argument = arguments["additional_special_tokens"], argument.value != .null {
      guard case .list(let values) = argument.value, values.allSatisfy({ $0.tokenText != nil }) else {
        throw .refused(
          argument, "additional_special_tokens is not a list of tokens", expected: "a list of strings")
      }
      special.extra = values
    }
    if let argument = arguments["extra_special_tokens"] {
      guard case .dictionary(let entries) = argument.value,
        entries.allSatisfy({ $0.value.tokenText != nil })
      else {
        throw .refused(
          argument, "extra_special_tokens is not an object of tokens",
          expected: "additional_special_tokens, a list of strings")
      }
      for entry in entries { special.set(entry.key, entry.value) }
    }
    return special
  }

  /// Adds the tokens that the file does not have as they are; special ones that have flags are added in any case.
  private func add(
    _ ranked: [TokenSpec], _ special: SpecialTokens, to pipeline: inout TokenizerPipeline
  ) {
    var tokens = ranked.filter { !pipeline.has($0) }
    let known = Set(pipeline.added.map(\.content)).union(tokens.map(\.content))
    // The list without names stands behind the seven that every class has.
    let first = special.named.filter { SettingsReading.specialNames.contains($0.name.text) }.map(\.value)
    let last = special.named.filter { !SettingsReading.specialNames.contains($0.name.text) }.map(\.value)
    var seen: Set<ExactText> = []
    var texts: Set<ExactText> = []
    for value in first + special.extra + last {
      guard let text = value.tokenText, value.isTrue || special.extra.contains(value) else { continue }
      texts.insert(text)
      guard seen.insert(text).inserted else { continue }
      switch value {
      case .token(let token) where !tokens.contains(token): tokens.append(token)
      case .string where !known.contains(text): tokens.append(TokenSpec(text, isSpecial: true))
      default: break
      }
    }
    for var token in tokens {
      if texts.contains(token.content) { token.isSpecial = true }
      pipeline.add(token)
    }
  }

  /// A byte-level step at the top gets the setting, which is false where it is absent.
  private func setPrefixSpace(_ setting: SettingValue, _ pipeline: inout TokenizerPipeline) {
    guard case .bool(let flag) = setting, case .object(var step) = pipeline.preTokenizer,
      case .bool(let own)? = step["add_prefix_space"], own != flag, step["type"] == .string("ByteLevel")
    else { return }
    step["add_prefix_space"] = .bool(flag)
    pipeline.preTokenizer = .object(step)
  }
}

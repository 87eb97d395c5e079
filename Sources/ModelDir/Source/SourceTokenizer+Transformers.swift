import PackFiles
import PackJSON
import PackTokenizers

extension SourceTokenizer {
  /// The tokenizer as AutoTokenizer of transformers makes it of the source's files: members of tokenizer.json that its settings
  /// overrule are changed.
  ///
  /// Where version 5 makes another tokenizer because of the class alone, the package has what version 4 makes of the files:
  /// that is what the class was when such a file was saved.
  ///
  /// - Parameter model: config.json of the model.
  /// - Throws: ``ModelDirError`` that names the setting which versions read differently; ``PackTokenizers/TokenizerError``
  ///   where no version loads the files.
  func asLoaded(with model: JSONNode) throws -> SourceTokenizer {
    // Of a file that cannot be read the gate says why.
    guard let base = try? Tokenizer(document) else { return self }
    let files = TokenizerSettings(
      tokenizer: document.root, config: config, specialTokensMap: specialTokensMap, addedTokens: addedTokens,
      model: model)
    let rows = try model.optionalInt("vocab_size") ?? .max
    let reading = TokenizerReading(files: files, base: base, rows: rows)
    switch try reading.outcome() {
    case .unknown(let reason): return noting("tokenizer.json kept as it is: \(reason)")
    case .made(let changes, let causes, let isUnlikeInFive):
      var copy = self
      copy.givesTokenTypeIDs = reading.givesTokenTypeIDs()
      copy.changes = changes
      if !changes.members.isEmpty {
        copy.notes.append(
          """
          tokenizer.json: \(changes.members.map(\.key).joined(separator: ", ")) rewritten, as transformers does for \
          \(causes.isEmpty ? "the defaults of tokenizer_class" : causes.joined(separator: ", "))
          """)
      }
      if isUnlikeInFive {
        copy.notes.append(
          "tokenizer.json follows transformers 4: of the source's tokenizer_class version 5 makes another tokenizer"
        )
      }
      return copy
    case .contradiction(let setting, let found):
      throw ModelDirError(
        .contradiction,
        at: setting.map(\.place) ?? Place(file: joinPath(parentPath(path), PackageLayout.tokenizerConfig)),
        problem: "transformers 4 and 5 make different tokenizers of the source",
        expected: "a setting that both read as tokenizer.json has it, or that is in both files", found: found)
    }
  }

  private func noting(_ note: SaveText) -> SourceTokenizer {
    var copy = self
    copy.notes.append(note)
    return copy
  }
}

/// The tokenizers that transformers 4 and 5 make of the files, and the setting that makes one of them unlike tokenizer.json.
private struct TokenizerReading {
  let files: TokenizerSettings
  let base: Tokenizer
  /// Ids that the model has a row for are below it.
  let rows: Int

  /// What the package is to have.
  enum Outcome {
    /// What tokenizer.json says, for want of better knowledge.
    case unknown(String)
    /// The members of tokenizer.json that change, the settings that are the reason, and whether version 5 makes something
    /// else.
    case made(JSONObject, causes: [String], isUnlikeInFive: Bool)
    /// No answer: the setting that versions read differently, and what was found.
    case contradiction(JSONNode?, found: String)
  }

  func outcome() throws -> Outcome {
    let four: EffectiveTokenizer
    let five: EffectiveTokenizer
    switch (result(files, .four), result(files, .five)) {
    case (.success(let made), .success(let other)): (four, five) = (made, other)
    // Only one version loads the source: the model was made with it.
    case (.success(let made), .failure), (.failure, .success(let made)):
      return try chosen(made)
    case (.failure(let four), .failure(let five)):
      guard five.code == .undetermined || four.code == .undetermined else { throw five }
      return .unknown(five.code == .undetermined ? five.problem : four.problem)
    }
    if try areAlike(four, five) {
      // Both do the same; one of them may be the file as it is.
      return try chosen(five.changes.members.isEmpty || !four.isWritable ? five : four)
    }
    if let (name, setting) = try contradiction() {
      return .contradiction(setting, found: "\(name) \(setting.messageText)")
    }
    // Of the defaults of version 4 this is the one that undoes what the file says.
    guard four.changes["pre_tokenizer"] == nil || five.changes["pre_tokenizer"] != nil else {
      return .contradiction(nil, found: "no add_prefix_space")
    }
    return try chosen(four, isUnlikeInFive: true)
  }

  /// Whether token_type_ids are returned. Classes differ between the versions in this: the one that wrote the files counts.
  func givesTokenTypeIDs() -> Bool? {
    let named = try? files.config?["tokenizer_class"]?.string()
    let writtenByFive = files.config?["backend"] != nil || named == "TokenizersBackend"
    let versions: [TransformersVersion] = writtenByFive ? [.five, .four] : [.four, .five]
    for version in versions {
      if case .success(let made) = result(files, version) {
        return made.attributes.inputNames.contains("token_type_ids")
      }
    }
    return nil
  }

  private func chosen(_ made: EffectiveTokenizer, isUnlikeInFive: Bool = false) throws -> Outcome {
    var changes = made.changes
    if usableTokens(made) == usableTokens(nil) { changes["added_tokens"] = nil }
    if changes.members.isEmpty { return .made([:], causes: [], isUnlikeInFive: isUnlikeInFive) }
    let causes = causes(made)
    guard made.isWritable else {
      return .contradiction(
        nil, found: "\(causes.joined(separator: ", ")), for which no tokenizer.json gives the same")
    }
    return .made(changes, causes: causes, isUnlikeInFive: isUnlikeInFive)
  }

  /// The added tokens of a tokenizer, or of the file; those that the file lacks and the model has no row for count for nothing.
  private func usableTokens(_ made: EffectiveTokenizer?) -> Set<AddedToken> {
    let own = Set(base.addedTokens)
    return made.map { Set($0.tokenizer.addedTokens.filter { $0.id < rows || own.contains($0) }) } ?? own
  }

  private func result(
    _ files: TokenizerSettings, _ version: TransformersVersion
  ) -> Result<EffectiveTokenizer, TokenizerError> {
    do throws(TokenizerError) {
      return .success(try EffectiveTokenizer(files, version: version, base: base))
    } catch {
      return .failure(error)
    }
  }

  /// Keys of the settings, each with the files as they would be without it.
  private func variants() throws -> [(key: String, value: JSONNode, files: TokenizerSettings)] {
    guard let config = files.config, case .object(let object) = JSONValue(config) else { return [] }
    return try config.members().compactMap { member in
      guard member.key != "tokenizer_class" else { return nil }
      var rest = object
      rest[member.key] = nil
      var changed = files
      changed.config = try JSONDocument(
        bytes: Array(JSONValue.object(rest).text(.line).utf8), name: config.document.name
      ).root
      return (member.key, member.value, changed)
    }
  }

  /// The settings without which a version would make something else.
  private func causes(_ made: EffectiveTokenizer) -> [String] {
    let variants = (try? variants()) ?? []
    return variants.compactMap { variant in
      guard case .success(let without) = result(variant.files, made.version), without.changes != made.changes
      else { return nil }
      return variant.key
    }
  }

  /// A setting without which both versions agree.
  private func contradiction() throws -> (String, JSONNode)? {
    for variant in try variants() {
      if case .success(let four) = result(variant.files, .four),
        case .success(let five) = result(variant.files, .five), try areAlike(four, five)
      {
        return (variant.key, variant.value)
      }
    }
    return nil
  }

  /// Whether two tokenizers give the same for texts that any difference of their parts shows in.
  private func areAlike(_ left: EffectiveTokenizer, _ right: EffectiveTokenizer) throws -> Bool {
    if left.changes == right.changes { return true }
    for text in texts(left) {
      let pair = Self.samples[0]
      guard
        try left.tokenizer.encode(text, pair: pair).ids == right.tokenizer.encode(text, pair: pair).ids,
        try left.tokenizer.encode(pair, pair: text).ids == right.tokenizer.encode(pair, pair: text).ids
      else { return false }
    }
    return true
  }

  /// Samples, and every added token alone, within a word and between words.
  private func texts(_ made: EffectiveTokenizer) -> [String] {
    let tokens = made.tokenizer.addedTokens.map(\.content)
    return Self.samples + ["a ", "a", " "].map { tokens.joined(separator: $0) }
  }

  private static let samples = [
    "When was the lighthouse built?",
    " The Lighthouse WAS built in 1873.  Its keeper\tgrew roses;\nferries pass.",
    "Où est le cafe\u{301}? \u{C5}ngstr\u{F6}m, na\u{EF}ve, stra\u{DF}e, \u{130}stanbul, \u{FB01}n, x\u{AD}y",
    "富士山は高い、㌔ ３７７６。北京", "서울은 한강", "القاهرة، العَرَبِيَّةُ", "नई दिल्ली", "กรุงเทพ", "МАЯК Ёлка й",
    "👨‍👩‍👧 1️⃣ 𝔘𝔫𝔦", "don't  C++ x=y&&z [sep] </s> ##ing ▁a `` '' \u{FFFD}", "", " ", "  a  ",
    "a\u{7}b\u{200B}c\u{FEFF}d",
  ]
}

import ModelDir
import PackFiles
import PackJSON
import PackTokenizers

/// What transformers makes of the tokenizer's files, at the root and in the sub-model.
struct EffectiveTokenizers: Sendable {
  /// The tokenizer of one directory.
  struct Directory: Sendable {
    /// The files.
    let settings: TokenizerSettings
    /// The tokenizer of tokenizer.json.
    let base: Tokenizer
    /// What each version of transformers makes of it, or why that cannot be said.
    let outcomes: [(version: TransformersVersion, made: Result<EffectiveTokenizer, TokenizerError>)]

    /// The path of tokenizer_config.json.
    let configPath: String

    init(_ settings: TokenizerSettings, base: Tokenizer, configPath: String) {
      self.settings = settings
      self.base = base
      self.configPath = configPath
      outcomes = TransformersVersion.allCases.map { version in
        (
          version,
          Result { () throws(TokenizerError) in
            try EffectiveTokenizer(settings, version: version, base: base)
          }
        )
      }
    }
  }

  /// The directories whose tokenizer.json could be read.
  let directories: [Directory]

  init(_ documents: PackageDocuments, base: Tokenizer) {
    let places = [""] + (documents.mode.map { ["\($0.subModelDirectory)/"] } ?? [])
    directories = places.compactMap { place in
      guard let tokenizer = documents.node(place + PackageLayout.tokenizer),
        documents.node(place + PackageLayout.tokenizerConfig) != nil
      else { return nil }
      let settings = TokenizerSettings(
        tokenizer: tokenizer, config: documents.node(place + PackageLayout.tokenizerConfig),
        specialTokensMap: documents.node(place + "special_tokens_map.json"),
        addedTokens: documents.node(place + "added_tokens.json"),
        model: documents.node(place + PackageLayout.config))
      let isRoots = place.isEmpty || documents.matchesRootTokenizer(place + PackageLayout.tokenizer)
      guard let own = isRoots ? base : try? Tokenizer(tokenizer.document) else { return nil }
      return Directory(settings, base: own, configPath: place + PackageLayout.tokenizerConfig)
    }
  }
}

package import PackJSON

/// The tokenizer that one major version of transformers makes of a directory's files with `AutoTokenizer.from_pretrained`.
///
/// ```swift
/// let settings = TokenizerSettings(tokenizer: file.root, config: config.root)
/// let effective = try EffectiveTokenizer(settings, version: .four, base: try Tokenizer(file))
/// effective.changes  // {"normalizer": {"type": "BertNormalizer", …}}
/// ```
package struct EffectiveTokenizer: Sendable {
  /// The major version of transformers.
  package let version: TransformersVersion
  /// What it does with texts.
  package let tokenizer: Tokenizer
  /// The members of tokenizer.json that would have to be unlike the file's for the file to do the same; of `model` only the
  /// options that differ.
  package let changes: JSONObject
  /// Whether a tokenizer.json with the changes does the same.
  package let isWritable: Bool
  /// What the tokenizer has beside its pipeline.
  package let attributes: TokenizerAttributes

  /// Computes what transformers makes of the files.
  ///
  /// - Parameters:
  ///   - settings: the files of one directory.
  ///   - version: the major version of transformers.
  ///   - base: the tokenizer of the directory's tokenizer.json.
  /// - Throws: ``TokenizerError``, with ``TokenizerErrorCode/refused`` where transformers raises, and
  ///   ``TokenizerErrorCode/undetermined`` where what it does is not known here.
  package init(
    _ settings: TokenizerSettings, version: TransformersVersion, base: Tokenizer
  ) throws(TokenizerError) {
    var arguments = try SettingArguments(settings.config)
    try SettingsReading.checkRedirections(arguments)
    let kind = try TokenizerClass(settings, arguments, version)
    var pipeline = TokenizerPipeline(settings.tokenizer, base: base)
    let attributes: TokenizerAttributes
    switch version {
    case .four: attributes = try LoadingFour(settings, kind).run(&arguments, &pipeline)
    case .five: attributes = try LoadingFive(settings, kind).run(&arguments, &pipeline)
    }
    let changes = pipeline.changes(from: settings.tokenizer)
    self.version = version
    self.changes = changes
    self.attributes = attributes
    // Version 4 sets the normalizer when the added tokens are in place, and leaves them as they were found.
    let isLate = version == .four && changes["normalizer"] != nil
    tokenizer =
      changes.members.isEmpty ? base : try Tokenizer(base, changes: changes, looksForOldForms: isLate)
    if isLate {
      let written = try Tokenizer(base, changes: changes, looksForOldForms: false)
      isWritable = tokenizer.added.hasSameForms(as: written.added)
    } else {
      isWritable = true
    }
  }

  /// The id of a token with a name, such as `pad_token`: that of the unknown token where the vocabulary lacks it; nil where the
  /// tokenizer has none of the name.
  package func id(ofNamed name: String) -> Int? {
    attributes.namedTokens[name].flatMap {
      tokenizer.id(ofToken: $0) ?? attributes.namedTokens["unk_token"].flatMap(tokenizer.id(ofToken:))
    }
  }
}

import PackFiles
package import PackJSON

/// The tokenizer class that a package names: the family's own where transformers 4 and 5 make with it what tokenizer.json says,
/// else the general one, which takes tokenizer.json as it is.
///
/// The family's own class knows where special tokens stand outside of tokenizer.json, too: `prepare_for_model` of transformers 4
/// puts them around ids that a framework has made itself. With the general class it adds none.
package struct ClassChoice: Sendable, Equatable {
  /// The class that takes tokenizer.json as it is, in transformers 4 and 5 alike.
  package static let general = "PreTrainedTokenizerFast"

  /// Why the general class is named.
  package enum Reason: Sendable, Equatable {
    /// The family has none of its own.
    case noOwnClass
    /// A version makes another tokenizer with the class.
    case otherTokenizer(name: String, TransformersVersion, text: String?)
    /// Version 4 sets options anew by which offsets are made.
    case otherOffsets(name: String)
    /// `prepare_for_model` puts other special tokens with the class.
    case otherInputs(name: String)
  }

  /// `tokenizer_class`.
  package let name: String
  /// What the class reads beside tokenizer.json, with the values that tokenizer.json has.
  package let settings: JSONObject
  /// Why it is the general class; nil for a family's own.
  package let reason: Reason?

  /// Chooses the class for the files of one tokenizer.
  ///
  /// - Parameters:
  ///   - files: tokenizer.json with its settings in every directory where it stands; of the settings, what names or configures a
  ///     class is passed over.
  ///   - family: `model_type` of the encoder.
  ///   - named: the class of the files that the package is made from, which is tried where the family's own is not it.
  ///   - base: the tokenizer of tokenizer.json.
  package init(_ files: [TokenizerSettings], family: String?, named: String? = nil, base: Tokenizer) {
    let own = TokenizerClass.own(of: family)
    let stem = named.map { ExactText(TokenizerClass.stem($0)) }
    let other = TokenizerClass.allCases.first { ExactText($0.rawValue) == stem }
    var reason: Reason?
    for kind in [own, other == own ? nil : other] {
      guard let kind, kind != .base else { continue }
      let proof = ClassProof(kind, base: base)
      guard let fault = proof.fault(files) else {
        (name, settings, self.reason) = (kind.fastName, proof.settings(files), nil)
        return
      }
      reason = reason ?? fault
    }
    (name, settings, self.reason) = (Self.general, [:], reason ?? .noOwnClass)
  }

  /// What is wrong with a family's class that the settings name; nil where both versions make with it what tokenizer.json says,
  /// and `prepare_for_model` the same pairs, or where the class is no family's.
  package static func fault(_ files: TokenizerSettings, named name: String, base: Tokenizer) -> Reason? {
    let stem = ExactText(TokenizerClass.stem(name))
    guard let kind = TokenizerClass.allCases.first(where: { ExactText($0.rawValue) == stem }), kind != .base
    else { return nil }
    return ClassProof(kind, base: base).faultAsItIs(files)
  }
}

extension ClassChoice.Reason: CustomStringConvertible {
  /// The reason, as a part of a sentence about the general class.
  package var description: String {
    switch self {
    case .noOwnClass: "the encoder's family has no other"
    case .otherTokenizer(let name, let version, let text?):
      "with \(name) \(version.name) gives other ids than tokenizer.json, for \(text.quotedForMessage) for one"
    case .otherTokenizer(let name, let version, nil):
      "with \(name) \(version.name) does not load tokenizer.json as it is"
    case .otherOffsets(let name): "with \(name) transformers 4 gives other offsets than tokenizer.json"
    case .otherInputs(let name): "\(name) puts other special tokens around a pair than tokenizer.json"
    }
  }
}

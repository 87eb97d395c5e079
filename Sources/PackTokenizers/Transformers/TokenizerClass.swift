import PackFiles
import PackJSON

/// A tokenizer class of transformers whose constructor is known.
enum TokenizerClass: String, Sendable, CaseIterable {
  /// `PreTrainedTokenizerFast`, which takes tokenizer.json as it is.
  case base = "PreTrainedTokenizer"
  case bert = "BertTokenizer"
  case electra = "ElectraTokenizer"
  case distilBert = "DistilBertTokenizer"
  case mpnet = "MPNetTokenizer"
  case roberta = "RobertaTokenizer"
  case xlmRoberta = "XLMRobertaTokenizer"
  case camembert = "CamembertTokenizer"
  case debertaV2 = "DebertaV2Tokenizer"
  case albert = "AlbertTokenizer"
  /// Of ModernBERT in Japanese; known as version 4 has it.
  case llama = "LlamaTokenizer"
  /// Of multilingual ModernBERT; known as version 4 has it.
  case gemma = "GemmaTokenizer"

  /// The class that `AutoTokenizer` takes.
  init(
    _ settings: TokenizerSettings, _ arguments: SettingArguments, _ version: TransformersVersion
  ) throws(TokenizerError) {
    let family = (try? settings.model?["model_type"]?.string()).flatMap { $0 }
    let ownClass = family.flatMap { Self.families[$0] }
    if let named = arguments["tokenizer_class"], named.value != .null {
      guard case .string(let name) = named.value else {
        throw .refused(named, "tokenizer_class is not a name", expected: "PreTrainedTokenizerFast")
      }
      self = try Self.named(name.text, at: named.place, version, ownClass)
      return
    }
    let place = settings.config?.place(of: "tokenizer_class") ?? settings.tokenizer.place
    guard let model = settings.model else {
      throw .undetermined(place, "no tokenizer_class is given", expected: "PreTrainedTokenizerFast")
    }
    if let named = model["tokenizer_class"], !named.isNull {
      guard let name = try? named.string() else {
        throw .refused(named, "tokenizer_class is not a name", expected: "PreTrainedTokenizerFast")
      }
      self = try Self.named(name, at: named.place, version, ownClass)
      return
    }
    guard let known = ownClass else {
      throw .undetermined(place, "no tokenizer_class is given", expected: "PreTrainedTokenizerFast")
    }
    self = version == .five && (known == .electra || known == .distilBert) ? .bert : known
  }

  private static func named(
    _ name: String, at place: Place, _ version: TransformersVersion, _ ownClass: TokenizerClass?
  ) throws(TokenizerError) -> TokenizerClass {
    let stem = stem(name)
    let isFast = stem.utf8.count < name.utf8.count
    if ExactText(stem) == ExactText("TokenizersBackend") && !isFast {
      guard version == .five else {
        throw TokenizerError(
          .refused, at: place, problem: "the class is not one of transformers 4",
          expected: "PreTrainedTokenizerFast", found: name.quotedForMessage)
      }
      return .base
    }
    // Of a family that has no class of its own, version 5 does not look at the name.
    if version == .five, ownClass == .base { return .base }
    let isOfFour: Set<TokenizerClass> = [.llama, .gemma]
    guard let known = allCases.first(where: { ExactText($0.rawValue) == ExactText(stem) }),
      version == .four || !isOfFour.contains(known)
    else {
      throw TokenizerError(
        .undetermined, at: place, problem: "the class may rebuild the tokenizer",
        expected: "PreTrainedTokenizerFast", found: name.quotedForMessage)
    }
    return known == .electra && version == .five ? .bert : known
  }

  /// A class's name without `Fast`.
  static func stem(_ name: String) -> String {
    name.utf8.suffix(4).elementsEqual("Fast".utf8) ? String(name.dropLast(4)) : name
  }

  /// The class of a model's family; nil where it is not known.
  static func own(of family: String?) -> TokenizerClass? { family.flatMap { families[$0] } }

  private static let families: [String: TokenizerClass] = [
    "bert": .bert, "electra": .electra, "distilbert": .distilBert, "mpnet": .mpnet, "roberta": .roberta,
    "xlm-roberta": .xlmRoberta, "camembert": .camembert, "deberta-v2": .debertaV2, "albert": .albert,
    "modernbert": .base, "gte": .xlmRoberta, "nomic_bert": .bert,
  ]

  /// The tokens that the constructor gives names to where the settings do not.
  var tokens: [(name: String, token: String)] {
    let square = [
      ("unk_token", "[UNK]"), ("sep_token", "[SEP]"), ("pad_token", "[PAD]"), ("cls_token", "[CLS]"),
      ("mask_token", "[MASK]"),
    ]
    let pointed = [
      ("bos_token", "<s>"), ("eos_token", "</s>"), ("sep_token", "</s>"), ("cls_token", "<s>"),
      ("unk_token", "<unk>"), ("pad_token", "<pad>"), ("mask_token", "<mask>"),
    ]
    let bounds = [("bos_token", "[CLS]"), ("eos_token", "[SEP]")]
    return switch self {
    case .base: []
    case .bert, .electra, .distilBert: square
    case .debertaV2: bounds + square
    case .albert:
      bounds
        + square.map { name, token in
          (name, name == "unk_token" ? "<unk>" : name == "pad_token" ? "<pad>" : token)
        }
    case .mpnet: pointed.map { name, token in (name, name == "unk_token" ? "[UNK]" : token) }
    case .roberta, .xlmRoberta, .camembert: pointed
    case .llama: [("unk_token", "<unk>"), ("bos_token", "<s>"), ("eos_token", "</s>")]
    case .gemma:
      [("unk_token", "<unk>"), ("bos_token", "<bos>"), ("eos_token", "<eos>"), ("pad_token", "<pad>")]
    }
  }

  /// The names of what the class returns where the settings do not say.
  func inputNames(_ version: TransformersVersion) -> [String] {
    let hasTypes =
      switch self {
      case .bert, .electra, .debertaV2: true
      case .base, .albert: version == .four
      case .distilBert, .mpnet, .roberta, .xlmRoberta, .camembert, .llama, .gemma: false
      }
    return hasTypes ? ["input_ids", "token_type_ids", "attention_mask"] : ["input_ids", "attention_mask"]
  }
}

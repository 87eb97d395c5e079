/// A layout in which pruning encoders have been saved.
///
/// Source: the code of a sentence-transformers fork (branch text-pruner), of OpenProvence, and of Naver's Provence and
/// XProvence, as they were over time.
public enum KnownLayout: String, Sendable, Hashable, CaseIterable {
  /// `ProvenceEncoder`, the fork's first.
  case provenceEncoder = "V0"
  /// `PruningEncoder` before it could be loaded by transformers.
  case earlyPruningEncoder = "V1"
  /// `PruningEncoder` with transformers' config.json and no code beside it.
  case withoutAutoMap = "V2"
  /// `PruningEncoder` with auto_map and a modelling file that is not standalone.
  case pickledHead = "V3"
  /// `PruningEncoder` that reports raw logits.
  case rawLogits = "V4"
  /// `OpenProvenceEncoder` in the fork: renamed classes.
  case renamedClasses = "V5"
  /// OpenProvence, all weights in one file with a prefix for each part.
  case openProvence = "V6"
  /// OpenProvence as its trainer saves it, where only the head has a prefix.
  case openProvenceTrainer = "V6b"
  /// Naver's Provence on DeBERTa.
  case naverProvence = "V7"
  /// Naver's XProvence on XLM-RoBERTa.
  case naverXProvence = "V8"
  /// This package format: what `save` writes, or somebody has saved again.
  case package = "V9"
  /// A ranking model without a head.
  case rankingModel = "V10"
  /// A classifier of tokens, such as LLMLingua-2's.
  case tokenClassifier = "token classifier"

  /// What the layout is called in a sentence.
  public var title: String {
    switch self {
    case .provenceEncoder:
      "ProvenceEncoder, the first layout of the text-pruner fork of sentence-transformers"
    case .earlyPruningEncoder: "PruningEncoder as the text-pruner fork first saved it"
    case .withoutAutoMap: "PruningEncoder of the text-pruner fork, without auto_map"
    case .pickledHead: "PruningEncoder of the text-pruner fork, with its head in a pickle"
    case .rawLogits: "PruningEncoder of the text-pruner fork from when it reported raw logits"
    case .renamedClasses: "OpenProvenceEncoder of the text-pruner fork"
    case .openProvence: "OpenProvence"
    case .openProvenceTrainer: "a checkpoint of OpenProvence's trainer"
    case .naverProvence: "Naver's Provence"
    case .naverXProvence: "Naver's XProvence"
    case .package: "a package"
    case .rankingModel: "a ranking model without a pruning head"
    case .tokenClassifier: "a token classifier"
    }
  }
}

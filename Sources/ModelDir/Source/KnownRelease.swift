import PackFiles
import PackJSON

/// A public release whose sizes a model has. What somebody trained from the same base has them too: sizes tell no more.
public struct KnownRelease: Sendable, Hashable {
  /// Its name on the Hub; several where they differ only in their training.
  public let names: [String]
  /// The sizes, as a sentence says them: `modernbert, 19 layers of 512`.
  public let sizes: String

  /// Recognises the release by layout, model type, layers and hidden size.
  ///
  /// - Parameters:
  ///   - layout: the layout of the directory.
  ///   - config: the root of its config.json; OpenProvence has the encoder's under `base_model_config`.
  ///   - hasModules: whether modules.json of sentence-transformers lies beside it.
  init?(_ layout: KnownLayout, _ config: JSONNode, hasModules: Bool) {
    guard config.kind == .object else { return nil }
    let nested = config["base_model_config"]
    let encoder = nested?.kind == .object ? nested ?? config : config
    guard let hidden = try? encoder["hidden_size"]?.int(),
      let layers = try? encoder["num_hidden_layers"]?.int()
    else { return nil }
    let type = Self.type(of: layout) ?? (try? encoder["model_type"]?.string()) ?? ""
    let vocabulary = try? encoder["vocab_size"]?.int()
    let known = Self.all.first { entry in
      entry.layouts.contains(layout) && entry.type == type && entry.layers == layers && entry.hidden == hidden
        && (entry.vocabulary == nil || entry.vocabulary == vocabulary) && entry.hasModules == hasModules
    }
    guard let known else { return nil }
    names = known.names
    sizes = "\(type), \(layers) layers of \(hidden)"
  }

  /// Recognises the release of a directory.
  static func detect(_ layout: KnownLayout, in directory: String) -> Self? {
    let path = joinPath(directory, PackageLayout.config)
    guard fileKind(path) == .file, let config = try? JSONDocument(readingFile: path).root else { return nil }
    return Self(layout, config, hasModules: fileKind(joinPath(directory, "modules.json")) == .file)
  }

  /// The family of layouts whose `model_type` is a name of their own.
  private static func type(of layout: KnownLayout) -> String? {
    switch layout {
    case .naverProvence: "deberta-v2"
    case .naverXProvence: "xlm-roberta"
    default: nil
    }
  }

  /// What is known of one release.
  private struct Entry: Sendable {
    let names: [String]
    let layouts: Set<KnownLayout>
    let type: String
    let layers: Int
    let hidden: Int
    /// Rows of the embeddings, where they tell it from another model.
    let vocabulary: Int?
    let hasModules: Bool

    init(
      _ names: String..., layouts: Set<KnownLayout>, type: String, layers: Int, hidden: Int,
      vocabulary: Int? = nil,
      hasModules: Bool = false
    ) {
      (self.names, self.layouts, self.type) = (names, layouts, type)
      (self.layers, self.hidden, self.vocabulary, self.hasModules) = (layers, hidden, vocabulary, hasModules)
    }
  }

  private static let openProvence: Set<KnownLayout> = [.openProvence, .openProvenceTrainer]

  private static let all: [Entry] =
    [
      ("xsmall-v1", 10, 256, 102_400), ("base-v1", 19, 512, 102_400), ("large-v1", 25, 768, 102_400),
      ("en-gte-v1", 22, 768, 50_368),
    ].map { size, layers, hidden, vocabulary in
      Entry(
        "hotchpotch/open-provence-reranker-\(size)", layouts: openProvence, type: "modernbert",
        layers: layers,
        hidden: hidden, vocabulary: vocabulary)
    }
    + [
      ("17m-v1", 7, 256), ("32m-v1", 10, 384), ("68m-v1", 19, 512), ("150m-v1", 22, 768),
      ("400m-v1", 28, 1024),
      ("1b-v1", 28, 1792),
    ]
    .map { size, layers, hidden in
      Entry(
        "cross-encoder/ettin-reranker-\(size)", layouts: [.rankingModel], type: "modernbert",
        layers: layers,
        hidden: hidden, hasModules: true)
    }
    + [
      Entry(
        "zilliz/semantic-highlight-bilingual-v1", layouts: openProvence, type: "xlm-roberta", layers: 24,
        hidden: 1024),
      Entry(
        "naver/provence-reranker-debertav3-v1", layouts: [.naverProvence], type: "deberta-v2", layers: 24,
        hidden: 1024),
      Entry(
        "naver/xprovence-reranker-bgem3-v1", "naver/xprovence-reranker-bgem3-v2", layouts: [.naverXProvence],
        type: "xlm-roberta", layers: 24, hidden: 1024),
      Entry(
        "microsoft/llmlingua-2-bert-base-multilingual-cased-meetingbank", layouts: [.tokenClassifier],
        type: "bert",
        layers: 12, hidden: 768),
      Entry(
        "microsoft/llmlingua-2-xlm-roberta-large-meetingbank", layouts: [.tokenClassifier],
        type: "xlm-roberta",
        layers: 24, hidden: 1024),
      Entry(
        "cross-encoder/ms-marco-MiniLM-L6-v2", layouts: [.rankingModel], type: "bert", layers: 6, hidden: 384,
        vocabulary: 30_522),
      Entry(
        "cross-encoder/ms-marco-MiniLM-L12-v2", layouts: [.rankingModel], type: "bert", layers: 12,
        hidden: 384,
        vocabulary: 30_522),
    ]
}

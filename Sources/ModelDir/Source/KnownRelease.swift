import PackFiles
import PackJSON

/// A public release whose sizes a model has. What somebody trained from the same base has them too: sizes tell no more.
public struct KnownRelease: Sendable, Hashable {
  /// Its name on the Hub; several where they differ only in their training.
  public let names: [String]
  /// The sizes, as a sentence says them: `modernbert, 19 layers of 512`.
  public let sizes: String

  /// Recognises the release of a directory; nil where its sizes are nobody's that is known.
  ///
  /// - Parameter layout: the layout of the directory.
  init?(_ layout: KnownLayout, in directory: String) {
    let path = joinPath(directory, PackageLayout.config)
    guard fileKind(path) == .file, let config = try? JSONDocument(readingFile: path).root,
      config.kind == .object
    else { return nil }
    // OpenProvence has the encoder's configuration inside its own.
    let encoder = config["base_model_config"].flatMap { $0.kind == .object ? $0 : nil } ?? config
    func size(_ key: String) -> Int? { try? encoder[key]?.int() }
    guard let type = Self.type(of: layout) ?? (try? encoder["model_type"]?.string()),
      let layers = size("num_hidden_layers"), let hidden = size("hidden_size"),
      let vocabulary = size("vocab_size")
    else { return nil }
    let isOfModules = fileKind(joinPath(directory, "modules.json")) == .file
    let known = Self.all.first { entry in
      entry.layout == (layout == .openProvenceTrainer ? .openProvence : layout) && entry.type == type
        && entry.layers == layers && entry.hidden == hidden
        && (0...Self.mostAdded).contains(
          vocabulary.subtractingReportingOverflow(entry.vocabulary).partialValue)
        && entry.isOfModules == isOfModules
    }
    guard let known else { return nil }
    names = known.names
    sizes = "\(type), \(layers) layers of \(hidden)"
  }

  /// The family of layouts whose `model_type` is a name of their own.
  private static func type(of layout: KnownLayout) -> String? {
    switch layout {
    case .naverProvence: "deberta-v2"
    case .naverXProvence: "xlm-roberta"
    default: nil
    }
  }

  /// Rows of the embeddings that are added for tokens or for alignment.
  private static let mostAdded = 128

  /// What is known of one release.
  private struct Entry: Sendable {
    let layout: KnownLayout
    let type: String
    let layers: Int
    let hidden: Int
    let vocabulary: Int
    let names: [String]
    /// Whether modules.json of sentence-transformers puts it together.
    let isOfModules: Bool

    init(
      _ layout: KnownLayout, _ type: String, _ layers: Int, _ hidden: Int, _ vocabulary: Int,
      isOfModules: Bool = false,
      _ names: String...
    ) {
      (self.layout, self.type, self.layers, self.hidden) = (layout, type, layers, hidden)
      (self.vocabulary, self.names, self.isOfModules) = (vocabulary, names, isOfModules)
    }
  }

  private static let all = [
    Entry(.openProvence, "modernbert", 10, 256, 102_400, "hotchpotch/open-provence-reranker-xsmall-v1"),
    Entry(.openProvence, "modernbert", 19, 512, 102_400, "hotchpotch/open-provence-reranker-base-v1"),
    Entry(.openProvence, "modernbert", 25, 768, 102_400, "hotchpotch/open-provence-reranker-large-v1"),
    Entry(.openProvence, "modernbert", 22, 768, 50_368, "hotchpotch/open-provence-reranker-en-gte-v1"),
    Entry(.openProvence, "xlm-roberta", 24, 1024, 250_002, "zilliz/semantic-highlight-bilingual-v1"),
    Entry(.naverProvence, "deberta-v2", 24, 1024, 128_100, "naver/provence-reranker-debertav3-v1"),
    Entry(
      .naverXProvence, "xlm-roberta", 24, 1024, 250_002, "naver/xprovence-reranker-bgem3-v1",
      "naver/xprovence-reranker-bgem3-v2"),
    Entry(
      .tokenClassifier, "bert", 12, 768, 119_547,
      "microsoft/llmlingua-2-bert-base-multilingual-cased-meetingbank"),
    Entry(
      .tokenClassifier, "xlm-roberta", 24, 1024, 250_002,
      "microsoft/llmlingua-2-xlm-roberta-large-meetingbank"),
    Entry(
      .rankingModel, "modernbert", 7, 256, 50_368, isOfModules: true, "cross-encoder/ettin-reranker-17m-v1"),
    Entry(
      .rankingModel, "modernbert", 10, 384, 50_368, isOfModules: true, "cross-encoder/ettin-reranker-32m-v1"),
    Entry(
      .rankingModel, "modernbert", 19, 512, 50_368, isOfModules: true, "cross-encoder/ettin-reranker-68m-v1"),
    Entry(
      .rankingModel, "modernbert", 22, 768, 50_368, isOfModules: true, "cross-encoder/ettin-reranker-150m-v1"),
    Entry(
      .rankingModel, "modernbert", 28, 1024, 50_368, isOfModules: true, "cross-encoder/ettin-reranker-400m-v1"
    ),
    Entry(
      .rankingModel, "modernbert", 28, 1792, 50_368, isOfModules: true, "cross-encoder/ettin-reranker-1b-v1"),
    Entry(.rankingModel, "bert", 6, 384, 30_522, "cross-encoder/ms-marco-MiniLM-L6-v2"),
    Entry(.rankingModel, "bert", 12, 384, 30_522, "cross-encoder/ms-marco-MiniLM-L12-v2"),
  ]
}

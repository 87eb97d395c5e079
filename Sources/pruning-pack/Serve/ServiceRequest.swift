import PackJSON
import Pruning

/// What a line asks for.
struct ServiceRequest {
  /// What is to be done.
  enum Method {
    /// Prunes passages.
    case process([PruningRequest], PruningOptions, ServiceDetail)
    /// Scores pairs.
    case predict([TextPair], batchSize: Int)
    /// Nothing: the package is open.
    case describe
  }

  /// Comes back with the answer.
  let id: JSONValue
  let method: Method

  /// Reads a line.
  ///
  /// - Throws: ``PackJSON/JSONError`` where it is not as the Python package writes it.
  init(_ line: JSONNode) throws {
    id = JSONValue(try line.required("id"))
    let method = try line.required("method")
    let options = try line.required("options")
    let batchSize = max(1, try options.optionalInt("batch_size") ?? 32)
    switch try method.string() {
    case "process":
      var pruning = PruningOptions(threshold: try options.optionalDouble("threshold"))
      pruning.alwaysSelectsTitle = try options.optionalBool("always_select_title") ?? false
      pruning.usesBestScore = try options.optionalBool("use_best_reranker_score") ?? true
      pruning.zeroScoreWhenEmpty = try options.optionalBool("zero_score_when_empty") ?? true
      pruning.stripsSentences = try options.optionalBool("strip_sentences") ?? false
      pruning.batchSize = batchSize
      self.method = .process(
        try line.required("items").elements().map(Self.passage), pruning, try ServiceDetail(options))
    case "predict":
      self.method = .predict(
        try line.required("items").elements().map { pair in
          TextPair(query: try pair.string("query"), document: try pair.string("document"))
        }, batchSize: batchSize)
    case "describe": self.method = .describe
    default: throw method.notAllowed("process, predict or describe")
    }
  }

  /// A text or sentences, with the titles that there are: null for none, left out for the first sentence.
  private static func passage(_ node: JSONNode) throws -> PruningRequest {
    let context = try node.required("context")
    let title: PassageTitle =
      if let titles = node["title"] {
        titles.isNull ? .none : .lines(try titles.elements().map { try $0.string() })
      } else {
        .firstSentence
      }
    return PruningRequest(
      query: try node.string("query"),
      passage: context.kind == .array
        ? .sentences(try context.elements().map { try $0.string() }) : .text(try context.string()),
      title: title)
  }
}

/// What an answer has beside text, score and rate.
struct ServiceDetail {
  /// The sentences that are kept, and those that are not.
  let hasTexts: Bool
  /// The sentences' probabilities.
  let hasProbabilities: Bool

  init(_ options: JSONNode) throws(JSONError) {
    hasTexts = try options.optionalBool("return_sentence_texts") ?? false
    hasProbabilities = try options.optionalBool("return_sentence_metrics") ?? false
  }
}

import PackJSON
import Pruning

/// What a line asks for.
struct ServiceRequest {
  /// What is to be done.
  enum Method {
    /// Prunes passages, or groups of them that share a limit.
    case process([ServiceItem], PruningOptions, ServiceDetail)
    /// Scores pairs.
    case predict([TextPair], batchSize: Int)
    /// Nothing: the package is open.
    case describe
  }

  let method: Method

  /// Reads a line.
  ///
  /// - Throws: ``PackJSON/JSONError`` where it is not as the Python package writes it.
  init(_ line: JSONNode) throws {
    let method = try line.required("method")
    let options = try line.required("options")
    let batchSize = max(1, try options.optionalInt("batch_size") ?? 32)
    switch try method.string() {
    case "process":
      self.method = .process(
        try line.required("items").elements().map { try ServiceItem($0) },
        try Self.pruning(options, batchSize: batchSize), try ServiceDetail(options))
    case "predict":
      self.method = .predict(
        try line.required("items").elements().map { pair in
          TextPair(query: try pair.string("query"), document: try pair.string("document"))
        }, batchSize: batchSize)
    case "describe": self.method = .describe
    default: throw method.notAllowed("process, predict or describe")
    }
  }

  private static func pruning(_ options: JSONNode, batchSize: Int) throws -> PruningOptions {
    var pruning = PruningOptions(threshold: try options.optionalDouble("threshold"))
    pruning.limit =
      try options.optionalInt("budget").map { .budget($0) }
      ?? options.optionalDouble("rate").map { .rate($0) }
    pruning.isAcross = try options.optionalBool("across") ?? false
    if let texts = try options.optional("keep") {
      for text in try texts.elements() { pruning.keptTexts.append(try text.string()) }
    }
    pruning.alwaysSelectsTitle = try options.optionalBool("always_select_title") ?? false
    pruning.usesBestScore = try options.optionalBool("use_best_reranker_score") ?? true
    pruning.zeroScoreWhenEmpty = try options.optionalBool("zero_score_when_empty") ?? true
    pruning.stripsSentences = try options.optionalBool("strip_sentences") ?? false
    pruning.givesTokens = false
    pruning.batchSize = batchSize
    return pruning
  }
}

/// A passage, or those of one query that share a limit; an answer has the same shape.
enum ServiceItem {
  case passage(PruningRequest)
  case group([PruningRequest])

  init(_ node: JSONNode) throws {
    guard let group = try node.optional("passages") else {
      self = .passage(try Self.request(node))
      return
    }
    self = .group(try group.elements().map { try Self.request($0) })
  }

  /// The passages.
  var requests: [PruningRequest] {
    switch self {
    case .passage(let request): [request]
    case .group(let requests): requests
    }
  }

  /// A text or sentences, with the titles that there are: null for none, left out for the first sentence.
  private static func request(_ node: JSONNode) throws -> PruningRequest {
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
  /// Where the kept sentences stand, and in what that is counted; nil to leave it out.
  let spans: SpanUnit?

  init(_ options: JSONNode) throws(JSONError) {
    hasTexts = try options.optionalBool("return_sentence_texts") ?? false
    hasProbabilities = try options.optionalBool("return_sentence_metrics") ?? false
    let areBytes = try options.optionalBool("byte_offsets") ?? false
    spans = try options.optionalBool("return_spans") ?? false ? areBytes ? .bytes : .scalars : nil
  }
}

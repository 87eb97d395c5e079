import PackJSON

/// What the methods that a package's code has of its own made of a case.
struct PackageMethods: Sendable, Hashable {
  /// What `process` made of a passage.
  enum Process: Sendable, Hashable {
    case pruned(text: String, score: Float?, compression: Float, probabilities: [Float])
    /// It raised.
    case failed(String)
  }

  /// Of `ranking_scores`: one number, or one a label; nil where there is no such method, or no ranking.
  let rankingScores: [Float]?
  /// Of `keep_probabilities`: one number a token; nil where there is no such method.
  let keepProbabilities: [Float]?
  /// Nil where there is no such method, or it was not asked.
  let process: Process?

  init(_ node: JSONNode) throws(JSONError) {
    func numbers(_ key: String) throws(JSONError) -> [Float]? {
      guard let node = try node.optional(key) else { return nil }
      if node.kind == .number { return [Float(try node.double())] }
      return try TransformersRun.numbers(node)
    }
    rankingScores = try numbers("ranking_score")
    keepProbabilities = try numbers("keep_probabilities")
    guard let outcome = try node.optional("process") else {
      process = nil
      return
    }
    if let error = try outcome.optionalString("error") {
      process = .failed(error)
    } else {
      process = .pruned(
        text: try outcome.string("pruned_context"),
        score: try outcome.optional("reranking_score").map { node throws(JSONError) in
          Float(try node.double())
        },
        compression: Float(try outcome.double("compression_rate")),
        probabilities: try TransformersRun.numbers(try outcome.required("sentence_probabilities")))
    }
  }
}

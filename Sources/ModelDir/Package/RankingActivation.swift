/// How a ranking logit becomes a score; `ranking_activation` of config.json.
public enum RankingActivation: String, Sendable, Hashable, CaseIterable {
  /// 1 / (1 + exp(-logit)), for one label.
  case sigmoid
  /// The logit itself.
  case identity
  /// The last class's share, for several labels.
  case softmax

  /// The activation of a model that records none.
  static func usual(labelCount: Int) -> RankingActivation { labelCount == 1 ? .sigmoid : .softmax }
}

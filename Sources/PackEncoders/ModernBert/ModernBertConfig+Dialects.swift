import PackFiles
import PackJSON

extension ModernBertConfig {
  /// Every how many layers attention sees all keys, where that says it all: the only pattern that transformers before 5 has.
  private var globalInterval: Int? {
    guard let first = layers.first, first.window == nil else { return nil }
    let next = layers.dropFirst().firstIndex { $0.window == nil } ?? layers.count
    let isRegular = layers.indices.allSatisfy { (layers[$0].window == nil) == ($0 % next == 0) }
    return isRegular ? next : nil
  }

  /// What transformers 4 reads and what 5 reads for the same model.
  func dialects(_ config: JSONNode) throws(JSONError) -> EncoderDialects {
    try requireOneMeaning(config)
    let thetas = try Self.readThetas(config)
    func rope(_ theta: Double) -> JSONValue {
      .object(["rope_theta": .double(theta), "rope_type": .string("default")])
    }
    var keys: JSONObject = [
      "global_rope_theta": .double(thetas.global), "local_rope_theta": .double(thetas.local),
      "layer_types": .array(
        layers.map { .string($0.window == nil ? "full_attention" : "sliding_attention") }),
      "rope_parameters": .object([
        "full_attention": rope(thetas.global), "sliding_attention": rope(thetas.local),
      ]),
    ]
    if let globalInterval { keys["global_attn_every_n_layers"] = .int(globalInterval) }
    return EncoderDialects(
      keys: keys, dropped: ["sliding_window"], requirement: globalInterval == nil ? ">=5.0.0" : nil)
  }

  /// Refuses a configuration of which the versions of transformers build two models.
  private func requireOneMeaning(_ config: JSONNode) throws(JSONError) {
    func contradiction(_ node: JSONNode, _ other: String, _ expected: String) -> JSONError {
      node.notAllowed(
        expected, problem: "\(node.subject) contradicts \(other): transformers 4 reads the one, 5 the other")
    }
    if let every = try config.optional("global_attn_every_n_layers"),
      try config.optional("layer_types") != nil
    {
      let interval = try config.size("global_attn_every_n_layers")
      guard layers.indices.allSatisfy({ (layers[$0].window == nil) == ($0 % interval == 0) }) else {
        throw contradiction(every, "layer_types", globalInterval.map { "\($0)" } ?? "no such key")
      }
    }
    let rope = try config.optional("rope_parameters")
    for (older, type) in [("global_rope_theta", "full_attention"), ("local_rope_theta", "sliding_attention")]
    {
      guard let node = try config.optional(older),
        let newer = try rope?.optional(type)?.optional("rope_theta"), try node.double() != newer.double()
      else { continue }
      throw contradiction(node, "rope_parameters.\(type)", newer.lexeme)
    }
    // Version 5 takes it for half of local_attention.
    if let window = try config.optional("sliding_window") {
      let half = try config.size("local_attention", default: 128) / 2
      guard try window.int() == half else { throw contradiction(window, "local_attention", "\(half)") }
    }
  }
}

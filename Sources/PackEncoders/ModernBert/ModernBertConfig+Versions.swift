import PackJSON

extension ModernBertConfig {
  /// The key by which transformers 5 makes another model of a configuration than transformers 4; nil where both make the same.
  ///
  /// Version 4 reads `global_attn_every_n_layers`, `local_attention` and two thetas. Version 5 reads `layer_types`,
  /// `rope_parameters` and `sliding_window` where they are there, and falls back to the older keys.
  static func keyOfVersion5(_ config: JSONNode) throws(JSONError) -> String? {
    let count = try config.layerCount("num_hidden_layers")
    let every = try config.size("global_attn_every_n_layers", default: 3)
    let isGlobal = (0..<count).map { $0 % every == 0 }
    if let types = try config.optional("layer_types") {
      let named = try types.elements().map { type throws(JSONError) in try type.string() == "full_attention" }
      if named != isGlobal { return "layer_types" }
    }
    let half = try config.size("local_attention", default: 128) / 2
    if let window = try config.optional("sliding_window"), try window.int() != half, isGlobal.contains(false)
    {
      return "sliding_window"
    }
    guard let rope = try config.optional("rope_parameters") else { return nil }
    for isFull in [true, false] where isGlobal.contains(isFull) {
      let older = try config.optional(isFull ? "global_rope_theta" : "local_rope_theta")?.double()
      let known = older ?? (isFull ? 160_000 : 10_000)
      let kind = try rope.optional(isFull ? "full_attention" : "sliding_attention")
      if try kind?.optionalDouble("rope_theta") ?? known != known { return "rope_parameters" }
    }
    return nil
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import PackFiles
import PackJSON

extension RotaryTable.Kind {
  /// The rotary positions of a configuration of transformers 5, as `RotaryEmbeddingConfigMixin` reads them
  /// (transformers: modeling_rope_utils.py).
  ///
  /// - Parameters:
  ///   - config: the root of the model's config.json.
  ///   - headSize: the width of a head, an even number.
  ///   - usualTheta: the base that the family takes where none is given.
  /// - Throws: `JSONError` at the key that asks for what is not computed here, or by which transformers fails.
  init(_ config: JSONNode, headSize: Int, usualTheta: Double) throws(JSONError) {
    let rope = try RotaryKeys(config)
    let theta = try rope.number("rope_theta", default: usualTheta)
    let scaling: RotaryScaling
    switch try rope.type {
    case "default":
      // transformers turns whole heads whatever it says.
      try rope.requireWholeHeads()
      scaling = .none
    case "linear":
      try rope.requireWholeHeads()
      scaling = .linear(factor: try rope.number("factor"))
    case "dynamic":
      // The base grows only for rows that are longer than max_position_embeddings, and those are refused.
      try rope.requireWholeHeads()
      _ = try rope.number("factor")
      guard headSize > 2 else {
        throw try rope.node("rope_type", or: "type").notAllowed("another type for heads of 2")
      }
      scaling = .none
    case "llama3":
      try rope.requireWholeHeads()
      let (low, high) = (try rope.number("low_freq_factor"), try rope.number("high_freq_factor"))
      scaling = .llama3(
        factor: Float(try rope.number("factor")), low: Float(low), high: Float(high),
        positions: Float(try rope.trainedPositions))
    case "yarn":
      try rope.requireWholeHeads()
      scaling = try rope.yarn(theta: theta, headSize: headSize)
    case "proportional":
      let share = try rope.share
      scaling = .proportional(
        factor: try rope.number("factor", default: 1),
        pairs: Int((share * Double(headSize) / 2).rounded(.down)))
    case "longrope":
      throw try rope.node("rope_type", or: "type").notAllowed(
        RotaryKeys.types, problem: "longrope's angles depend on the longest row of a batch")
    default: throw try rope.node("rope_type", or: "type").notAllowed(RotaryKeys.types)
    }
    self.init(theta: Float(theta), headSize: headSize, scaling: scaling)
  }
}

/// The keys of rotary positions, wherever a configuration has them.
private struct RotaryKeys {
  static let types = "\"default\", \"linear\", \"dynamic\", \"llama3\", \"yarn\" or \"proportional\""

  let config: JSONNode
  /// `rope_scaling`, or `rope_parameters`; nil where there is neither.
  private let rope: JSONNode?

  init(_ config: JSONNode) throws(JSONError) {
    self.config = config
    // The older name has precedence, unless it is empty.
    var found: JSONNode?
    for name in ["rope_scaling", "rope_parameters"] where found == nil {
      guard let node = try config.optional(name) else { continue }
      var isEmpty = true
      for member in try node.members() {
        isEmpty = false
        guard member.value.kind != .object else {
          throw member.value.notAllowed("no such key", problem: "all layers have the same rotary positions")
        }
      }
      if !isEmpty { found = node }
    }
    rope = found
  }

  /// Where the positions are described.
  var place: JSONNode { rope ?? config }

  /// A key of the positions, which may have an older name.
  func node(_ name: String, or older: String) throws(JSONError) -> JSONNode {
    if let found = rope?[name] { return found }
    return try place.required(older)
  }

  var type: String {
    get throws(JSONError) {
      guard let node = rope?["rope_type"] ?? rope?["type"] else { return "default" }
      return try node.string()
    }
  }

  /// A key that may stand beside the others, too.
  private func find(_ name: String) -> JSONNode? {
    if let own = rope?[name] { return own }
    // A null is no share there, but it is a base.
    return config[name].flatMap { $0.isNull && name == "partial_rotary_factor" ? nil : $0 }
  }

  /// A positive number.
  func number(_ name: String, default fallback: Double? = nil) throws(JSONError) -> Double {
    let isFoundBeside = name == "rope_theta" || name == "partial_rotary_factor"
    let node: JSONNode
    if let found = isFoundBeside ? find(name) : rope?[name] {
      node = found
    } else if let fallback {
      return fallback
    } else {
      node = try place.required(name)
    }
    let value = try node.double()
    guard Float(value).isFinite, Float(value) > 0 else { throw node.notAllowed("a positive number") }
    return value
  }

  /// The share of a head that is turned.
  var share: Double {
    get throws(JSONError) {
      let value = try number("partial_rotary_factor", default: 1)
      if value > 1, let node = find("partial_rotary_factor") { throw node.notAllowed("a number up to 1") }
      return value
    }
  }

  /// Refuses what transformers ignores or fails at: only `proportional` turns a part of a head.
  func requireWholeHeads() throws(JSONError) {
    guard let node = find("partial_rotary_factor") else { return }
    guard try node.double() == 1 else { throw node.notAllowed("1, or rope_type \"proportional\"") }
  }

  /// Positions that the model was trained with before it was scaled.
  var trainedPositions: Double {
    get throws(JSONError) {
      let name = "original_max_position_embeddings"
      // Beside the others it has precedence.
      guard let node = config[name] ?? rope?[name] else {
        return Double(try config.size("max_position_embeddings"))
      }
      return Double(try node.number(1...1 << 24))
    }
  }

  func yarn(theta: Double, headSize: Int) throws(JSONError) -> RotaryScaling {
    let trained = try trainedPositions
    let factor =
      try rope?.optional("factor") == nil
      ? Double(try config.size("max_position_embeddings")) / trained : try number("factor")
    guard theta > 1 else { throw (find("rope_theta") ?? config).notAllowed("a number above 1") }
    // The pair that turns so often in the trained positions.
    func pair(_ name: String, _ usual: Double) throws(JSONError) -> Double {
      let given = try rope?.optionalDouble(name) ?? 0
      if given < 0, let node = rope?[name] { throw node.notAllowed("a positive number") }
      let turns = given == 0 ? usual : given
      return Double(headSize) * log(trained / (turns * 2 * Double.pi)) / (2 * log(theta))
    }
    var (from, to) = (try pair("beta_fast", 32), try pair("beta_slow", 1))
    if try rope?.optionalBool("truncate") ?? true {
      (from, to) = (from.rounded(.down), to.rounded(.up))
    }
    return .yarn(
      factor: factor, from: max(from, 0), to: min(to, Double(headSize - 1)),
      attention: try attentionFactor(factor))
  }

  /// The factor of cosines and sines: as given, else by how far the positions are stretched.
  private func attentionFactor(_ factor: Double) throws(JSONError) -> Double {
    if let given = try rope?.optionalDouble("attention_factor") {
      guard Float(given).isFinite else { throw place.notAllowed("a number") }
      return given
    }
    func scale(_ weight: Double) -> Double { factor <= 1 ? 1 : 0.1 * weight * log(factor) + 1 }
    if let one = try rope?.optionalDouble("mscale"), let all = try rope?.optionalDouble("mscale_all_dim"),
      one != 0, all != 0
    {
      return scale(one) / scale(all)
    }
    return scale(1)
  }
}

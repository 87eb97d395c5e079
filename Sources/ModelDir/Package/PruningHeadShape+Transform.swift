import PackEncoders
import PackFiles
import PackJSON

extension PruningHeadShape.Transform {
  /// `head_type` of a head with a dense layer and a norm before its classifier.
  static let headType = "dense_norm_linear"
  /// `head_type` of a head without; the key may be absent.
  static let plainType = "linear"

  /// Reads the keys of `pruning_config`; nil for a head without a transform.
  ///
  /// - Throws: ``PackJSON/JSONError`` for another kind of head, or a key that is missing or wrong.
  init?(packed node: JSONNode) throws(JSONError) {
    guard let type = try node.optional("head_type") else { return nil }
    switch try type.string() {
    case Self.plainType: return nil
    case Self.headType: break
    default:
      throw type.notAllowed("\"\(Self.plainType)\" or \"\(Self.headType)\"", problem: "unknown kind of head")
    }
    let activation = try node.required("head_activation")
    guard let function = PruningHeadActivation(rawValue: try activation.string()) else {
      throw activation.notAllowed(
        "one of " + PruningHeadActivation.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let epsilon = try node.required("head_norm_eps")
    guard try epsilon.double() > 0, Float(try epsilon.double()).isFinite else {
      throw epsilon.notAllowed("a positive number")
    }
    self.init(
      activation: function, hasBias: try node.required("head_bias").bool(),
      hasNormBias: try node.required("head_norm_bias").bool(), normEpsilon: try epsilon.double())
  }

  /// Writes the keys of `pruning_config`.
  func write(to object: inout JSONObject) {
    object["head_type"] = .string(Self.headType)
    object["head_activation"] = .string(activation.rawValue)
    object["head_bias"] = .bool(hasBias)
    object["head_norm_bias"] = .bool(hasNormBias)
    object["head_norm_eps"] = .double(normEpsilon)
  }
}

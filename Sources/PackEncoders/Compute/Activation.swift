import CPackKernels
import PackFiles
import PackJSON

/// An element-wise function, named in config.json as transformers' ACT2FN names it.
package enum Activation: Sendable {
  case identity, geluErf, geluTanh, relu, silu, tanh

  private static let names: [String: Activation] = [
    "gelu": .geluErf, "gelu_python": .geluErf, "gelu_new": .geluTanh, "gelu_fast": .geluTanh,
    "gelu_pytorch_tanh": .geluTanh, "relu": .relu, "silu": .silu, "swish": .silu, "tanh": .tanh,
  ]

  /// The function that a key names.
  ///
  /// - Throws: `JSONError` when it is none of the known ones.
  init(_ config: JSONNode, _ key: String, default fallback: Activation) throws(JSONError) {
    guard let node = try config.optional(key) else {
      self = fallback
      return
    }
    guard let activation = Self.names[try node.string()] else {
      throw node.notAllowed("one of " + Self.names.keys.sorted().joined(separator: ", "))
    }
    self = activation
  }

  var kernelType: ck_activation {
    switch self {
    case .identity: CK_IDENTITY
    case .geluErf: CK_GELU_ERF
    case .geluTanh: CK_GELU_TANH
    case .relu: CK_RELU
    case .silu: CK_SILU
    case .tanh: CK_TANH
    }
  }
}

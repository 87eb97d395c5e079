import PackFiles
import PackJSON

extension JSONNode {
  /// Sizes above this appear in no model, and their products would not fit in memory.
  static let largestSize = 1 << 24

  /// Most layers that any model has, with room to spare.
  private static let mostLayers = 1024

  /// A size, 1 or more.
  func size(_ key: String) throws(JSONError) -> Int { try required(key).number(1...Self.largestSize) }

  /// A size that has a default.
  func size(_ key: String, default fallback: Int) throws(JSONError) -> Int {
    try optional(key)?.number(1...Self.largestSize) ?? fallback
  }

  /// A size that may be zero.
  func sizeOrZero(_ key: String, default fallback: Int) throws(JSONError) -> Int {
    try optional(key)?.number(0...Self.largestSize) ?? fallback
  }

  /// A number of layers.
  func layerCount(_ key: String) throws(JSONError) -> Int { try required(key).number(0...Self.mostLayers) }

  /// Number of heads, which must divide the width.
  func headCount(_ key: String, dividing width: Int) throws(JSONError) -> Int {
    let node = try required(key)
    let heads = try node.number(1...Self.largestSize)
    guard width % heads == 0 else { throw node.notAllowed("a divisor of the width \(width)") }
    return heads
  }

  /// The id of a special token.
  func tokenID(_ key: String, default fallback: Int32, below vocabularySize: Int) throws(JSONError) -> Int32 {
    guard let node = try optional(key) else { return fallback }
    return Int32(try node.number(0...(vocabularySize - 1)))
  }

  /// The epsilon of a norm.
  func epsilon(_ key: String, default fallback: Double) throws(JSONError) -> Float {
    guard let node = try optional(key) else { return Float(fallback) }
    let value = try node.double()
    guard value >= 0, value < 1 else { throw node.notAllowed("a small positive number") }
    return Float(value)
  }

  /// Refuses an option that changes the computation in a way that is not written here.
  func refuse(_ key: String, unless allowed: Bool, default fallback: Bool = false) throws(JSONError) {
    guard let node = try optional(key) else { return }
    guard try node.bool() == allowed else {
      throw node.notAllowed("\(allowed)")
    }
  }

  /// Refuses every value of an option but one, which is also its default.
  func requireOption(_ key: String, _ value: String) throws(JSONError) {
    guard let node = try optional(key) else { return }
    guard try node.string() == value else {
      throw node.notAllowed("\"\(value)\"")
    }
  }

  /// Refuses every value of a number but one, which is also its default.
  func requireOption(_ key: String, _ value: Int) throws(JSONError) {
    guard let node = try optional(key) else { return }
    guard try node.int() == value else { throw node.notAllowed("\(value)") }
  }

  /// Refuses decoders and BERT's relative positions.
  func requireAbsolutePositionEncoder() throws(JSONError) {
    try refuse("is_decoder", unless: false)
    try refuse("add_cross_attention", unless: false)
    try requireOption("position_embedding_type", "absolute")
  }

  /// Size of a table of positions, of which the first `reserved` are not used.
  func positionCount(_ key: String, reserved: Int, default fallback: Int) throws(JSONError) -> Int {
    // A default that leaves none to use is no default.
    guard let node = try fallback > reserved ? optional(key) : required(key) else { return fallback }
    return try node.number((reserved + 1)...Self.largestSize)
  }

  /// Number of classes: `id2label` and `num_labels`, which must agree where both stand; 2 where neither does. The versions
  /// of transformers disagree on which of the two wins.
  func labelCount() throws(JSONError) -> Int {
    let names = try optional("id2label").map { node throws(JSONError) in
      try node.members().count { _ in true }
    }
    guard let node = try optional("num_labels") else { return names ?? 2 }
    // Python takes true for 1.
    let count = (try? node.bool()) == true ? 1 : try node.number(1...Self.largestSize)
    if let names, names != count {
      throw node.notAllowed("\(names), as many as id2label has", problem: "number of labels is ambiguous")
    }
    return count
  }

  /// A number in a range.
  func number(_ range: ClosedRange<Int>) throws(JSONError) -> Int {
    let value = try int()
    guard range.contains(value) else {
      throw JSONError(
        .outOfRange, at: place, problem: "\(subject) is out of range",
        expected: "\(range.lowerBound) to \(range.upperBound)", found: "\(value)")
    }
    return value
  }
}

import PackFiles
import PackJSON

/// Reads the members of one component of tokenizer.json; every failure is a ``TokenizerError`` that points at it.
struct ComponentReader {
  let node: JSONNode

  /// The component's `type`.
  func type() throws(TokenizerError) -> String { try string("type") }

  /// A required member.
  func member(_ key: String) throws(TokenizerError) -> ComponentReader {
    ComponentReader(node: try reading { () throws(JSONError) in try node.required(key) })
  }

  /// A member, or nil when it is absent or `null`.
  func optional(_ key: String) throws(TokenizerError) -> ComponentReader? {
    try reading { () throws(JSONError) in try node.optional(key) }.map { ComponentReader(node: $0) }
  }

  func string(_ key: String) throws(TokenizerError) -> String {
    try reading { () throws(JSONError) in try node.string(key) }
  }

  func bytes(_ key: String) throws(TokenizerError) -> [UInt8] {
    try reading { () throws(JSONError) in try node.required(key).stringBytes() }
  }

  /// The UTF-8 bytes of the value as a string.
  func bytes() throws(TokenizerError) -> [UInt8] {
    try reading { () throws(JSONError) in try node.stringBytes() }
  }

  func optionalBytes(_ key: String) throws(TokenizerError) -> [UInt8]? {
    try reading { () throws(JSONError) in try node.optional(key)?.stringBytes() }
  }

  func bool(_ key: String) throws(TokenizerError) -> Bool {
    try reading { () throws(JSONError) in try node.bool(key) }
  }

  func bool(_ key: String, default value: Bool) throws(TokenizerError) -> Bool {
    try reading { () throws(JSONError) in try node.optionalBool(key) } ?? value
  }

  /// Whether a key is there, if only with `null`, which the reference refuses for some keys.
  func has(_ key: String) -> Bool { node[key] != nil }

  func optionalBool(_ key: String) throws(TokenizerError) -> Bool? {
    try reading { () throws(JSONError) in try node.optionalBool(key) }
  }

  /// A count: an integer from 0 up.
  func count(_ key: String) throws(TokenizerError) -> Int {
    let member = try member(key)
    return try member.integer(in: 0...Int(UInt32.max))
  }

  /// An id in the vocabulary.
  func id(_ key: String) throws(TokenizerError) -> Int32 {
    try member(key).id()
  }

  /// The id that stands here.
  func id() throws(TokenizerError) -> Int32 {
    Int32(truncatingIfNeeded: try integer(in: 0...Int(Int32.max)))
  }

  /// The integer that stands here.
  func integer(in range: ClosedRange<Int>) throws(TokenizerError) -> Int {
    let value = try reading { () throws(JSONError) in try node.int() }
    guard range.contains(value) else {
      throw TokenizerError(
        .invalid, at: node.place, problem: "\(node.subject) is out of range", expected: "\(range)",
        found: "\(value)")
    }
    return value
  }

  /// The one scalar that a string consists of.
  func scalar(_ key: String) throws(TokenizerError) -> UInt32 {
    let member = try member(key)
    let found = scalars(of: try bytes(key))
    guard found.count == 1 else {
      throw member.invalid("\(key) is not a single character", expected: "one character")
    }
    return found[0]
  }

  /// The elements of a required array.
  func elements(_ key: String) throws(TokenizerError) -> [ComponentReader] {
    try reading { () throws(JSONError) in try node.required(key).elements() }.map {
      ComponentReader(node: $0)
    }
  }

  /// Runs a JSON access and turns its error into this module's.
  func reading<Value>(_ body: () throws(JSONError) -> Value) throws(TokenizerError) -> Value {
    do throws(JSONError) { return try body() } catch { throw TokenizerError(.unreadable, error) }
  }

  /// An error of kind ``TokenizerError/Code/invalid`` that points here.
  func invalid(_ problem: String, expected: String? = nil, found: String? = nil) -> TokenizerError {
    TokenizerError(.invalid, at: node.place, problem: problem, expected: expected, found: found)
  }

  /// An error of kind ``TokenizerError/Code/unsupported`` that points here and shows what stands here.
  func unsupported(_ problem: String, expected: String? = nil) -> TokenizerError {
    let text = node.lexeme
    return TokenizerError(
      .unsupported, at: node.place, problem: problem, expected: expected,
      found: text.utf8.count <= 300 ? text : node.kind.phrase)
  }
}

import Foundation
import PackEncoders
import PackFiles
import PackJSON
import Testing

/// A model that PyTorch ran, with what it computed; Goldens/record.py writes them.
struct Golden: Sendable, CustomTestStringConvertible {
  /// One sequence of tokens.
  struct Row: Sendable {
    var tokens: TokenRow
    /// The tokens whose states are recorded.
    var sampled: [Int]
    /// [labels], for a classifier of sequences.
    var ranking: [Float]?
    /// [tokens, labels], for a classifier of tokens.
    var tokenLogits: [Float]?
    /// [tokens, 2], from the last hidden state.
    var pruning: [Float]
    /// [tokens, 2], from before the final norm, where there is one.
    var pruningPreFinalNorm: [Float]?
    /// [sampled, hidden]: the last hidden state.
    var states: [Float]
    /// The same after the embedding and after each layer.
    var layers: [[Float]]
  }

  var family: String
  var name: String
  var role: EncoderRole
  /// config.json by version of transformers.
  var configs: [(version: String, config: JSONNode)]
  /// Names and shapes of the checkpoint's tensors.
  var shapes: [String: [Int]]
  /// Whether the tensors have their modules' names, where transformers saves others.
  var hasModuleNames: Bool
  var rows: [Row]

  var testDescription: String { "\(family): \(name)" }

  /// The recorded models of all families.
  static let all: [Golden] = EncoderFamily.allCases.flatMap { family in
    // A family without a file is found by the test that counts them.
    (try? read(family.rawValue)) ?? []
  }

  static func read(_ family: String) throws -> [Golden] {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Goldens/\(family).json"
    return try JSONDocument(readingFile: path).root.required("cases").elements().map {
      try Golden(family, $0)
    }
  }

  private init(_ family: String, _ node: JSONNode) throws {
    self.family = family
    name = try node.string("name")
    guard let role = EncoderRole(rawValue: try node.string("role")) else {
      throw try node.required("role").notAllowed("a role")
    }
    self.role = role
    configs = try node.required("configs").members().map { ($0.key, $0.value) }
    shapes = [:]
    for member in try node.required("tensors").members() {
      shapes[member.key] = try member.value.elements().map { try $0.int() }
    }
    hasModuleNames = try node.optionalBool("module_names") ?? false
    rows = try node.required("rows").elements().map { row in
      let ids = try row.required("ids").elements().map { Int32(try $0.int()) }
      let types = try row.optional("types")?.elements().map { Int32(try $0.int()) }
      return Row(
        tokens: TokenRow(ids: ids, typeIDs: types),
        sampled: try row.required("sampled").elements().map { try $0.int() },
        ranking: try row.optional("ranking")?.floats(), tokenLogits: try row.optional("tokens")?.floats(),
        pruning: try row.required("pruning").floats(),
        pruningPreFinalNorm: try row.optional("pruning_pre_final_norm")?.floats(),
        states: try row.required("states").floats(),
        layers: try row.required("layers").elements().map { try $0.floats() })
    }
  }
}

extension JSONNode {
  /// The numbers of an array.
  func floats() throws -> [Float] { try elements().map { Float(try $0.double()) } }
}

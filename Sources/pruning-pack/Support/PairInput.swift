import ArgumentParser
import PackFiles
import PackJSON
import Pruning

/// Where pairs of query and passage come from: arguments, or JSON lines.
struct PairInput: ParsableArguments {
  @Option(help: "Query.")
  var query: String?

  @Option(name: .customLong("document"), help: "Passage; may be repeated.")
  var documents: [String] = []

  @Option(help: "File of JSON lines, {\"query\": ..., \"document\": ...}; - for standard input.")
  var input: String?

  func validate() throws {
    if input != nil {
      guard query == nil, documents.isEmpty else {
        throw ValidationError("Give either --input, or --query with --document.")
      }
    } else if query == nil {
      throw ValidationError("Give either --input, or --query with --document.")
    }
  }

  /// The fields of a line.
  static let fields: Set<String> = ["query", "document", "documents"]

  /// The pairs that the arguments themselves give.
  var given: [TextPair] { documents.map { TextPair(query: query ?? "", document: $0) } }

  /// The pairs of a line.
  static func pairs(_ line: JSONNode) throws -> [TextPair] {
    let query = try line.string("query")
    if let list = try line.optional("documents") {
      try refuseBoth(line, list)
      return try list.elements().map { TextPair(query: query, document: try $0.string()) }
    }
    return [TextPair(query: query, document: try line.string("document"))]
  }

  /// Refuses a line that has one passage and a list of them.
  static func refuseBoth(_ line: JSONNode, _ list: JSONNode) throws(JSONError) {
    guard try line.optional("document") != nil else { return }
    throw JSONError(
      .notAllowed, at: list.place, problem: "both \"document\" and \"documents\" are given; give one")
  }

  /// The pairs of a file of JSON lines.
  static func read(_ path: String) throws -> [TextPair] {
    let input = try InputFile(path)
    return try input.lines.flatMap { number, bytes in
      try pairs(JSONDocument(bytes: bytes, name: "\(input.name), line \(number)").root)
    }
  }
}

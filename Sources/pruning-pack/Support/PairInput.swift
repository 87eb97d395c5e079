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

  /// The pairs of a file of JSON lines.
  static func read(_ path: String) throws -> [TextPair] {
    let input = try InputFile(path)
    return try input.lines.flatMap { number, bytes in
      try TextPair.pairs(JSONDocument(bytes: bytes, name: "\(input.name), line \(number)").root)
    }
  }
}

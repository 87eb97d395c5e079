import ArgumentParser
import PackFiles
import Pruning

/// Where passages to prune come from: arguments, a text file, or JSON lines that are read one by one.
struct PruneInput: ParsableArguments {
  @Option(help: "Query.")
  var query: String?

  @Option(name: .customLong("document"), help: "Passage; may be repeated.")
  var documents: [String] = []

  @Option(help: "File whose whole text is the passage; - for standard input.", completion: .file())
  var text: String?

  @Option(
    help: """
      File of JSON lines, {"query": ..., "document": ...} or {"query": ..., "documents": [...]}, each with an optional \
      "title"; - for standard input.
      """)
  var input: String?

  func validate() throws {
    if input != nil {
      guard query == nil, documents.isEmpty, text == nil else {
        throw ValidationError("Give either --input, or --query with --document or --text.")
      }
    } else if query == nil || documents.isEmpty == (text == nil) {
      throw ValidationError("Give either --input, or --query with --document or --text.")
    }
  }

  /// The fields of a line.
  static let fields: Set<String> = ["query", "document", "documents", "title"]

  /// The passages that the arguments themselves give.
  func given() throws -> [PruningRequest] {
    let passages = try text.map { [try Self.readText($0)] } ?? documents
    return passages.map { PruningRequest(query: query ?? "", document: $0) }
  }

  private static func readText(_ path: String) throws -> String {
    let file = try InputFile(path)
    guard let text = String(validating: file.bytes, as: UTF8.self) else {
      throw CommandFailure("\(file.name): not valid UTF-8", .refused)
    }
    return text
  }
}

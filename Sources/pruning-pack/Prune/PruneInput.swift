import ArgumentParser
import PackFiles
import PackJSON
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

  /// The passages of a line.
  static func requests(_ line: JSONNode, _ name: String) throws -> [PruningRequest] {
    let query = try line.string("query")
    let title = try line.optional("title")
    guard let list = try line.optional("documents") else {
      return [
        PruningRequest(
          query: query, document: try line.string("document"), title: try self.title(title), name: name)
      ]
    }
    try PairInput.refuseBoth(line, list)
    let documents = try list.elements().map { try $0.string() }
    // One title for all of them, or one for each.
    let titles: [PassageTitle]
    if let title, title.kind == .array {
      titles = try title.elements().map { try self.title($0) }
      guard titles.count == documents.count else {
        throw JSONError(
          .notAllowed, at: title.place,
          problem:
            "a title for each document is wanted; found documents: \(documents.count), titles: \(titles.count)"
        )
      }
    } else {
      titles = [PassageTitle](repeating: try self.title(title), count: documents.count)
    }
    return zip(documents, titles).map {
      PruningRequest(query: query, document: $0, title: $1, name: name)
    }
  }

  /// A text, or a list of them; null stands for none.
  private static func title(_ node: JSONNode?) throws -> PassageTitle {
    guard let node, !node.isNull else { return .firstSentence }
    return .lines(
      node.kind == .array ? try node.elements().map { try $0.string() } : [try node.string()])
  }

  private static func readText(_ path: String) throws -> String {
    let file = try InputFile(path)
    guard let text = String(validating: file.bytes, as: UTF8.self) else {
      throw CommandFailure("\(file.name): not valid UTF-8", .refused)
    }
    return text
  }
}

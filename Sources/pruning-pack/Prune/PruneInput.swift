import ArgumentParser
import Files
import JSON
import Pruning

/// Where passages to prune come from: arguments, a text file, or JSON lines that are read one by one.
struct PruneInput: ParsableArguments {
  @Option(help: "The query.")
  var query: String?

  @Option(name: .customLong("document"), help: "A passage; may be repeated.")
  var documents: [String] = []

  @Option(help: "A file whose whole text is the passage.", completion: .file())
  var text: String?

  @Option(
    help: """
      A file of JSON lines, {"query": ..., "document": ...} or {"query": ..., "documents": [...]}, with "title" where \
      there is one; - for standard input.
      """)
  var input: String?

  func validate() throws {
    if input != nil {
      guard query == nil, documents.isEmpty, text == nil else {
        throw ValidationError("Give either --input or --query with --document or --text.")
      }
    } else if query == nil || documents.isEmpty && text == nil {
      throw ValidationError("Give --query with --document or --text, or --input.")
    }
  }

  /// Hands out the passages in order, with the share of the input that has been read where it is known.
  func forEach(_ body: (PruningRequest, Double?) throws -> Void) throws {
    guard let input else {
      let passages = try documents + (text.map { [try Self.readText($0)] } ?? [])
      for passage in passages { try body(PruningRequest(query: query ?? "", document: passage), nil) }
      return
    }
    let reader = try LineReader(input)
    while let (number, bytes) = try reader.next() {
      let name = "\(reader.name), line \(number)"
      let share = reader.size.map { Double(reader.position) / Double(max($0, 1)) }
      for request in try Self.requests(JSONDocument(bytes: bytes, name: name).root, name) {
        try body(request, share)
      }
    }
  }

  private static func requests(_ line: JSONNode, _ name: String) throws -> [PruningRequest] {
    let query = try line.string("query")
    let title = try line.optional("title")
    guard let list = try line.optional("documents") else {
      let titles = try title.map { try strings($0) } ?? []
      return [PruningRequest(query: query, document: try line.string("document"), titles: titles, name: name)]
    }
    let documents = try list.elements().map { try $0.string() }
    // One title for all of them, or one for each.
    var titles = [[String]](repeating: [], count: documents.count)
    if let title, title.kind == .array {
      let each = try title.elements().map { $0.isNull ? [] : [try $0.string()] }
      guard each.count == documents.count else {
        throw CommandFailure(
          "\(title.place): there must be a title for each document: \(documents.count), found \(each.count)",
          .refused)
      }
      titles = each
    } else if let title {
      titles = try [[String]](repeating: [title.string()], count: documents.count)
    }
    return zip(documents, titles).map { PruningRequest(query: query, document: $0, titles: $1, name: name) }
  }

  private static func strings(_ node: JSONNode) throws -> [String] {
    node.kind == .array ? try node.elements().map { try $0.string() } : [try node.string()]
  }

  private static func readText(_ path: String) throws -> String {
    let bytes = try readFile(path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandFailure("\(path): not valid UTF-8", .failed)
    }
    return text
  }
}

import PackFiles
import PackJSON
import PackTokenizers
import Testing

/// A file that goldens.py wrote: tokenizers, and what the reference makes of texts with them.
struct GoldenFile {
  /// What differs, as lines for a person; at most a few.
  private(set) var differences: [String] = []
  /// Number of requests that were compared.
  private(set) var compared = 0

  /// Reads the file and compares every answer.
  ///
  /// - Parameter stride: only every so many requests are compared.
  init(comparing path: String, stride: Int = 1) throws {
    let bytes = try readFile(path)
    let directory = parentPath(path)
    var tokenizer: Tokenizer?
    for (number, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
      let record = try JSONDocument(bytes: Array(line), name: "\(path):\(number + 1)").root
      if let name = try record.optionalString("file") {
        tokenizer = try Tokenizer(readingFile: joinPath(directory, name))
      } else if let inline = try record.optional("tokenizer") {
        tokenizer = try Tokenizer(bytes: Array(inline.lexeme.utf8), name: "tokenizer of line \(number + 1)")
      } else if let request = try record.optional("request") {
        guard number % stride == 0 else { continue }
        compared += 1
        let loaded = try #require(tokenizer)
        let found = try? encode(request, loaded)
        var problem = try difference(try record.required("expected"), found)
        if problem == nil, let found, let decoded = try record.optionalString("decoded") {
          let ours = loaded.decode(found.ids)
          if !ours.utf8.elementsEqual(decoded.utf8) {
            problem = "decoded \(ours.quotedForMessage), not \(decoded.quotedForMessage)"
          }
        }
        if let problem, differences.count < 10 { differences.append("\(path):\(number + 1): \(problem)") }
      }
    }
  }

  private func encode(_ request: JSONNode, _ tokenizer: Tokenizer) throws -> Encoding {
    var truncation: Truncation?
    if let maximum = try request.optionalInt("max") {
      truncation = Truncation(
        maximumLength: maximum,
        strategy: try #require(Truncation.Strategy(rawValue: try request.string("strategy"))),
        direction: try #require(Truncation.Direction(rawValue: try request.string("direction"))))
    }
    return try tokenizer.encode(
      try request.string("text"), pair: try request.optionalString("pair"),
      addSpecialTokens: try request.optionalBool("special") ?? true, truncation: truncation)
  }

  private func difference(_ expected: JSONNode, _ found: Encoding?) throws -> String? {
    guard let found else { return expected.isNull ? nil : "ours raises, the reference does not" }
    if expected.isNull { return "the reference raises, ours does not" }
    let parts = Array(try expected.elements())
    func numbers(_ index: Int) throws -> [Int] { try parts[index].elements().map { try $0.int() } }
    let sequences = try parts[3].elements().map { $0.isNull ? nil : UInt8(truncatingIfNeeded: try $0.int()) }
    if try numbers(0) != found.ids.map({ Int($0) }) { return "ids \(found.ids), not \(try numbers(0))" }
    let offsets = found.offsets.flatMap { [$0.lowerBound, $0.upperBound] }
    if try numbers(1) != offsets { return "offsets \(offsets), not \(try numbers(1))" }
    if try numbers(2) != found.typeIDs.map({ Int($0) }) { return "type ids \(found.typeIDs)" }
    if sequences != found.sequenceIDs { return "sequence ids \(found.sequenceIDs), not \(sequences)" }
    if try numbers(4) != found.specialTokensMask.map({ Int($0) }) { return "mask \(found.specialTokensMask)" }
    let tokens = try parts[5].elements().map { Array(try $0.stringBytes()) }
    return tokens != found.tokens.map { Array($0.utf8) } ? "tokens \(found.tokens)" : nil
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import PackFiles
import PackJSON
import PackTokenizers

/// Answers requests in JSON lines, so that a script can compare this package with the reference text by text.
///
/// `{"load": path}` reads a tokenizer; `{"decode": [ids], "skip": true}` decodes; anything else encodes `text` and
/// `pair` with `special`, `max`, `strategy` and `direction`. `{"load": path, "measure": file, "rounds": n}` takes the
/// least time to load the tokenizer and to encode the file. An answer is an array, or an object with `error`.
@main
struct Probe {
  static func main() {
    var tokenizer: Tokenizer?
    while let line = readLine() {
      print(answer(line, &tokenizer).text(.line))
      fflush(nil)
    }
  }

  private static func answer(_ line: String, _ tokenizer: inout Tokenizer?) -> JSONValue {
    do {
      let request = try JSONDocument(bytes: Array(line.utf8), name: "request").root
      if let text = try request.optionalString("measure") {
        return try measure(try request.string("load"), text: text, rounds: try request.int("rounds"))
      }
      if let path = try request.optionalString("load") {
        tokenizer = nil
        let loaded = try Tokenizer(readingFile: path)
        tokenizer = loaded
        return .array([.int(loaded.highestID), .int(loaded.count)])
      }
      guard let tokenizer else { return failure("no tokenizer is loaded") }
      if let ids = try request.optional("decode") {
        let ids = try ids.elements().map { Int32(truncatingIfNeeded: try $0.int()) }
        return .string(tokenizer.decode(ids, skipSpecialTokens: try request.bool("skip")))
      }
      return describe(try encode(request, tokenizer))
    } catch {
      return failure("\(error)")
    }
  }

  private static func measure(_ path: String, text: String, rounds: Int) throws -> JSONValue {
    let text = String(decoding: try readFile(text), as: UTF8.self)
    let clock = ContinuousClock()
    var (load, encode) = (Duration.seconds(1000), Duration.seconds(1000))
    var tokens = 0
    for _ in 0..<rounds {
      var tokenizer: Tokenizer?
      load = min(load, try clock.measure { tokenizer = try Tokenizer(readingFile: path) })
      encode = min(encode, try clock.measure { tokens = try tokenizer?.encode(text).count ?? 0 })
    }
    func seconds(_ duration: Duration) -> JSONValue { .double(duration / .seconds(1)) }
    return .object(["load": seconds(load), "encode": seconds(encode), "tokens": .int(tokens)])
  }

  private static func failure(_ problem: String) -> JSONValue { .object(["error": .string(problem)]) }

  private static func encode(_ request: JSONNode, _ tokenizer: Tokenizer) throws -> Encoding {
    var truncation: Truncation?
    if let maximum = try request.optionalInt("max") {
      truncation = Truncation(
        maximumLength: maximum,
        strategy: try request.optionalString("strategy").flatMap { .init(rawValue: $0) } ?? .longestFirst,
        direction: try request.optionalString("direction").flatMap { .init(rawValue: $0) } ?? .right)
    }
    return try tokenizer.encode(
      try request.string("text"), pair: try request.optionalString("pair"),
      addSpecialTokens: try request.optionalBool("special") ?? true, truncation: truncation)
  }

  private static func describe(_ encoding: Encoding) -> JSONValue {
    func numbers(_ values: some Sequence<Int>) -> JSONValue { .array(values.map { .int($0) }) }
    return .array([
      numbers(encoding.ids.map { Int($0) }),
      numbers(encoding.offsets.flatMap { [$0.lowerBound, $0.upperBound] }),
      numbers(encoding.typeIDs.map { Int($0) }),
      .array(encoding.sequenceIDs.map { id in id.map { .int(Int($0)) } ?? .null }),
      numbers(encoding.specialTokensMask.map { Int($0) }),
      .array(encoding.tokens.map { .string($0) }),
      numbers(encoding.byteOffsets.flatMap { [$0.lowerBound, $0.upperBound] }),
    ])
  }
}

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
/// `{"directory": path, "version": 4}` takes what transformers 4 makes of a directory; `{"load": path}` reads a tokenizer; `{"decode": [ids], "skip": true}` decodes; anything else encodes `text` and
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
      if let path = try request.optionalString("directory") {
        tokenizer = nil
        let effective = try effective(in: path, version: try request.int("version"))
        tokenizer = effective.tokenizer
        return describe(effective)
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
    } catch let error as TokenizerError where error.code == .refused {
      return .object(["refused": .string("\(error)")])
    } catch {
      return failure("\(error)")
    }
  }

  /// The tokenizer that one line of transformers makes of a directory.
  private static func effective(in directory: String, version: Int) throws -> EffectiveTokenizer {
    func document(_ name: String) throws -> JSONDocument? {
      let path = joinPath(directory, name)
      return fileKind(path) == nil ? nil : try JSONDocument(bytes: try readFile(path), name: path)
    }
    guard let file = try document("tokenizer.json"), let version = TransformersVersion(rawValue: version)
    else {
      throw TokenizerError(
        .unreadable, at: Place(file: directory), problem: "no tokenizer.json, or no version")
    }
    let settings = TokenizerSettings(
      tokenizer: file.root, config: try document("tokenizer_config.json")?.root,
      specialTokensMap: try document("special_tokens_map.json")?.root,
      addedTokens: try document("added_tokens.json")?.root, model: try document("config.json")?.root)
    return try EffectiveTokenizer(settings, version: version, base: try Tokenizer(file))
  }

  private static func describe(_ effective: EffectiveTokenizer) -> JSONValue {
    let attributes = effective.attributes
    return .object([
      "changes": .object(effective.changes),
      "padding_side": .string(attributes.paddingSide.rawValue),
      "truncation_side": .string(attributes.truncationSide.rawValue),
      "model_input_names": .array(attributes.inputNames.map { .string($0) }),
      "split_special_tokens": .bool(attributes.splitsSpecialTokens),
      "pad_id": effective.id(ofNamed: "pad_token").map { .int($0) } ?? .null,
      "maximum_length": attributes.maximumLength.map { .double($0) } ?? .null,
    ])
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

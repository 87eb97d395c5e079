#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import PackJSON
import Pruning

/// Answers requests in JSON lines, so that a script can compare this package with the modelling file: for a line with
/// `text` the lengths of its sentences, in scalars; for one with `counts` and `room` the ends of the blocks; and, where
/// a package is named as the argument, for one with `question` what `process` would return.
@main
struct Probe {
  static func main() throws {
    let model = try CommandLine.arguments.dropFirst().first.map {
      try PruningEncoder(directory: $0, threads: 2)
    }
    while let line = readLine() {
      print(answer(line, model).text(.line))
      fflush(nil)
    }
  }

  private static func answer(_ line: String, _ model: PruningEncoder?) -> JSONValue {
    do {
      let request = try JSONDocument(bytes: Array(line.utf8), name: "request").root
      if let text = try request.optionalString("text") {
        return .array(SentenceSplitter.ranges(of: text.unicodeScalars.map(\.value)).map { .int($0.count) })
      }
      if let model, try request.optional("question") != nil { return try process(request, model) }
      let counts = try request.required("counts").elements().map { try $0.int() }
      let blocks = BlockPacker(room: try request.int("room")).pack(counts)
      return .array(blocks.map { .int($0.upperBound) })
    } catch {
      return .object(["error": .string("\(error)")])
    }
  }

  /// Prunes `context`, a list of texts and lists of sentences.
  private static func process(_ request: JSONNode, _ model: PruningEncoder) throws -> JSONValue {
    let question = try request.string("question")
    let contexts = Array(try request.required("context").elements())
    let titles = try titles(request, count: contexts.count)
    let requests = try zip(contexts, titles).map { context, title in
      PruningRequest(
        query: question,
        passage: context.kind == .array
          ? .sentences(try context.elements().map { try $0.string() }) : .text(try context.string()),
        title: title)
    }
    var options = PruningOptions(threshold: try request.optionalDouble("threshold"))
    options.alwaysSelectsTitle = try request.optionalBool("always_select_title") ?? false
    options.usesBestScore = try request.optionalBool("use_best_reranker_score") ?? true
    options.zeroScoreWhenEmpty = try request.optionalBool("zero_score_when_empty") ?? true
    options.stripsSentences = try request.optionalBool("strip_sentences") ?? false
    options.limit =
      try request.optionalInt("budget").map { .budget($0) }
      ?? request.optionalDouble("rate").map { .rate($0) }
    options.isAcross = try request.optionalBool("across") ?? false
    options.keptTexts = try request.optional("keep")?.elements().map { try $0.string() } ?? []
    options.batchSize = try request.optionalInt("batch_size") ?? 32
    var passages = try model.prune(requests, options: options)
    if try request.optionalBool("reorder") ?? false {
      let order = passages.ranked(limit: try request.optionalInt("top_k"))
      passages = order.map { passages[$0] }
    }
    let inBytes = try request.optionalBool("byte_offsets") ?? false
    return .array(passages.map { record($0, inBytes) })
  }

  private static func titles(_ request: JSONNode, count: Int) throws -> [PassageTitle] {
    func repeated(_ title: PassageTitle) -> [PassageTitle] { .init(repeating: title, count: count) }
    if try request.optionalBool("first_line_as_title") ?? false { return repeated(.firstLine) }
    guard let title = request["title"] else { return repeated(.firstSentence) }
    if title.isNull { return repeated(.none) }
    if title.kind == .string { return repeated(.lines([try title.string()])) }
    return try title.elements().map { each in
      if each.isNull { return .none }
      return .lines(each.kind == .array ? try each.elements().map { try $0.string() } : [try each.string()])
    }
  }

  private static func record(_ passage: PrunedPassage, _ inBytes: Bool) -> JSONValue {
    let pieces = passage.titles + passage.sentences
    func texts(_ isKept: Bool) -> JSONValue {
      .array(pieces.filter { $0.isKept == isKept }.map { .string($0.text) })
    }
    return .object([
      "pruned_context": .string(passage.text),
      "reranking_score": passage.rankingScore.map { .float($0) } ?? .null,
      "compression_rate": .double(passage.compressionRate),
      "title": .array(passage.titles.map { .string($0.text) }),
      "kept_sentences": texts(true),
      "removed_sentences": texts(false),
      "sentence_probabilities": .array(pieces.map { .double($0.probability) }),
      "spans": .array(
        passage.sentences.filter(\.isKept).compactMap { inBytes ? $0.byteRange : $0.range }
          .map { .array([.int($0.lowerBound), .int($0.upperBound)]) }),
    ])
  }
}

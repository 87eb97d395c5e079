import ModelDir
import PackEncoders
import PackFiles
import PackJSON
import Pruning

/// A model that answers lines of JSON, one after the other.
///
/// The first line that it writes says that the model is open, and what it is. For each line that comes it writes
/// `{"begin": NUMBER}` before it looks into it, so that whoever asked knows what it died of, and then the answer: with the
/// line's `id` and results, or an `error`.
struct Service {
  private let model: PruningEncoder

  init(_ model: PruningEncoder) { self.model = model }

  /// Answers until the input ends.
  ///
  /// - Throws: ``PackFiles/FileError`` where the input cannot be read, or the package has changed since it was opened: no
  ///   answer of this process is worth anything from then on.
  func run(_ input: LineReader, _ output: StandardStream) throws {
    write(["ready": .object(description)], output)
    while let (number, bytes) = try input.next() {
      write(["begin": .int(number)], output)
      var id = JSONValue.null
      do {
        let line = try JSONDocument(bytes: bytes, name: "request").root
        id = line["id"].map { JSONValue($0) } ?? .null
        var answer = try self.answer(ServiceRequest(line).method)
        answer["id"] = id
        write(answer, output)
      } catch let error as any LocatedError {
        write(["id": id, "error": .object(ServiceFailure(error).json)], output)
        if let error = error as? FileError, error.code == .changedWhileReading { throw error }
      }
    }
  }

  private var description: JSONObject {
    [
      "version": .string(toolVersion),
      "mode": .string(model.config.mode.rawValue),
      "threshold": .double(model.config.threshold),
      "max_length": .int(model.config.maximumLength),
    ]
  }

  private func write(_ object: JSONObject, _ output: StandardStream) {
    output.write(JSONValue.object(object).text(.line) + "\n")
  }

  private func answer(_ method: ServiceRequest.Method) throws -> JSONObject {
    switch method {
    case .predict(let pairs, let batchSize):
      var scores: [JSONValue] = []
      for start in stride(from: 0, to: pairs.count, by: batchSize) {
        let batch = Array(pairs[start..<min(start + batchSize, pairs.count)])
        scores += try model.predict(batch).map { $0.rankingScore.map { .float($0) } ?? .null }
      }
      return Self.answer(scores, [:])
    case .describe: return Self.answer([], [:])
    case .process(let items, let options, let detail):
      return try process(items, options, detail)
    }
  }

  private func process(
    _ items: [ServiceItem], _ options: PruningOptions, _ detail: ServiceDetail
  ) throws -> JSONObject {
    var answers: [JSONValue] = []
    let clock = ContinuousClock()
    let start = clock.now
    var stream = PruningStream(model, options: options)
    func take(_ answer: PruningStream.Answer) throws {
      let passages = try answer.passages.get().map { JSONValue.object(json($0, detail)) }
      switch items[answers.count] {
      case .passage: answers += passages
      case .group: answers.append(.array(passages))
      }
    }
    for item in items { try stream.add(query: item.requests, take) }
    try stream.answerWaiting(take)
    return Self.answer(answers, ["inference": clock.now - start])
  }

  private static func answer(
    _ items: [JSONValue], _ durations: KeyValuePairs<String, Duration>
  ) -> JSONObject {
    var seconds = JSONObject()
    for (name, duration) in durations { seconds[name] = .double(duration / .seconds(1)) }
    return ["items": .array(items), "seconds": .object(seconds)]
  }

  private func json(_ passage: PrunedPassage, _ detail: ServiceDetail) -> JSONObject {
    let pieces = passage.titles + passage.sentences
    var object: JSONObject = [
      "pruned_context": .string(passage.text),
      "reranking_score": passage.rankingScore.map { .float($0) } ?? .null,
      "is_score_zeroed": .bool(passage.isScoreZeroed),
      "compression_rate": .double(passage.compressionRate),
    ]
    if detail.hasTexts {
      object["kept_sentences"] = .array(pieces.filter(\.isKept).map { .string($0.text) })
      object["removed_sentences"] = .array(pieces.filter { !$0.isKept }.map { .string($0.text) })
    }
    if detail.hasProbabilities {
      object["sentence_probabilities"] = .array(pieces.map { .double($0.probability) })
    }
    if let unit = detail.spans {
      object["spans"] = .array(passage.sentences.filter(\.isKept).compactMap { Self.span($0, unit) })
    }
    return object
  }

  private static func span(_ sentence: PrunedPassage.Sentence, _ unit: SpanUnit) -> JSONValue? {
    (unit == .scalars ? sentence.range : sentence.byteRange).map { range in
      .object([
        "start": .int(range.lowerBound), "end": .int(range.upperBound),
        "probability": .double(sentence.probability),
      ])
    }
  }
}

import ArgumentParser
import ModelDir
import PackEncoders
import PackFiles
import PackJSON
import PackTokenizers
import Pruning

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "Score passages for a query.")

  @Argument(help: "Package directory, or hf://OWNER/NAME@REVISION.", completion: .directory)
  var directory: String

  @OptionGroup var input: PairInput

  @Flag(help: "Print each token with its keep probability.")
  var tokens = false

  @Option(help: "Maximum tokens in a pair (default: the package's max_length).")
  var maxLength: Int?

  @Option(help: "Output format.")
  var format: OutputFormat = .text

  @OptionGroup var records: RecordOptions

  @OptionGroup var computation: PrecisionOption

  @OptionGroup var common: CommonOptions

  /// Pairs that are computed together: enough to keep the threads busy, few enough to keep memory flat.
  private static let batch = 32

  func validate() throws {
    if let maxLength, maxLength < 1 { throw ValidationError("--max-length must be 1 or more.") }
    if input.input == nil && input.documents.isEmpty {
      throw ValidationError("Give at least one --document.")
    }
    try records.check(hasInput: input.input != nil, isJSON: format == .json)
  }

  func run() throws {
    let package = try PackageArgument(directory, common)
    let model = try PruningEncoder(
      directory: package.directory, threads: common.threads,
      precision: computation.precision)
    var failures = RecordFailures(records)
    var waiting: [(record: InputRecord, pair: TextPair, encoding: Encoding)] = []
    func answerWaiting() throws {
      let batch = waiting
      waiting = []
      for (asked, prediction) in zip(batch, try model.predictions(batch.map(\.encoding))) {
        switch (prediction, format) {
        case (.success(let prediction), .json):
          standardOutput.write(asked.record.text(json(asked.pair, prediction, model)))
        case (.success(let prediction), .text): standardOutput.write(text(asked.pair, prediction))
        case (.failure(let error), _): standardOutput.write(try failures.text(asked.record, error))
        }
      }
    }
    func fail(_ record: InputRecord, _ error: any Error) throws {
      try answerWaiting()
      standardOutput.write(try failures.text(record, error))
    }
    func ask(_ record: InputRecord, _ pairs: [TextPair]) throws {
      let encodings: [Encoding]
      do {
        encodings = try pairs.map { try model.encode($0, maximumLength: maxLength) }
      } catch {
        return try fail(record, error)
      }
      for (pair, encoding) in zip(pairs, encodings) {
        waiting.append((record, pair, encoding))
        if waiting.count >= Self.batch { try answerWaiting() }
      }
    }
    // What was read before a failure is in order, and is written.
    var failure: (any Error)?
    do {
      if let path = input.input {
        try RecordInput(path, known: PairInput.fields).forEach(
          parse: { root, _ in try TextPair.pairs(root) }, { record, pairs, _ in try ask(record, pairs) },
          whenWaiting: answerWaiting, whenBad: fail)
      } else {
        for pair in input.given { try ask(InputRecord(), [pair]) }
      }
    } catch { failure = error }
    do { try answerWaiting() } catch { failure = error }
    if let failure { throw failure }
    try failures.end()
  }

  private func json(_ pair: TextPair, _ prediction: PairPrediction, _ model: PruningEncoder) -> JSONObject {
    var object: JSONObject = [
      "query": .string(pair.query),
      "document": .string(pair.document),
      "ranking_logit": logit(prediction.rankingLogits),
      "ranking_score": prediction.rankingScore.map { .float($0) } ?? .null,
    ]
    guard tokens else { return object }
    let encoding = prediction.encoding
    object["input_ids"] = .array(encoding.ids.map { .int(Int($0)) })
    object["attention_mask"] = .array(encoding.ids.map { _ in .int(1) })
    object["token_type_ids"] =
      model.givesTokenTypeIDs ? .array(encoding.typeIDs.map { .int(Int($0)) }) : .null
    object["offsets"] = .array(encoding.offsets.map { .array([.int($0.lowerBound), .int($0.upperBound)]) })
    object["sequence_ids"] = .array(encoding.sequenceIDs.map { $0.map { .int(Int($0)) } ?? .null })
    object["pruning_logits"] = .array(
      prediction.pruningLogits.map { .array([.float($0.drop), .float($0.keep)]) })
    object["keep_probabilities"] = .array(prediction.keepProbabilities.map { .float($0) })
    return object
  }

  private func logit(_ logits: [Float]?) -> JSONValue {
    guard let logits else { return .null }
    return logits.count == 1 ? .float(logits[0]) : .array(logits.map { .float($0) })
  }

  private func text(_ pair: TextPair, _ prediction: PairPrediction) -> String {
    let score = prediction.rankingScore.map { rounded($0) } ?? "-"
    let first = pair.document.split(whereSeparator: \.isNewline).first.map { String($0.prefix(80)) } ?? ""
    var text = "\(score)\t\(first.visible)\n"
    if tokens {
      for (token, probability) in zip(prediction.encoding.tokens, prediction.keepProbabilities) {
        text += "  \(rounded(probability))\t\(token.visible)\n"
      }
    }
    return text
  }
}

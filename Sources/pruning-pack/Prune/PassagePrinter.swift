import PackFiles
import PackJSON
import Pruning

/// Prints pruned passages one by one.
protocol PassagePrinter {
  /// What stands before the first passage.
  var opening: String { get }
  /// A passage.
  ///
  /// - Parameter record: the line that asked for it.
  func text(_ record: InputRecord, _ request: PruningRequest, _ passage: PrunedPassage) -> String
  /// What stands after the last passage.
  var closing: String { get }
}

extension PassagePrinter {
  var opening: String { "" }
  var closing: String { "" }
}

/// The kept text alone; `json` has it as it is, for programs.
struct PlainPrinter: PassagePrinter {
  func text(_ record: InputRecord, _ request: PruningRequest, _ passage: PrunedPassage) -> String {
    passage.text.visibleLines + "\n"
  }
}

/// One JSON object a line.
struct JSONPrinter: PassagePrinter {
  /// Where the kept sentences stand, and in what that is counted; nil to leave it out.
  let spans: SpanUnit?

  func text(_ record: InputRecord, _ request: PruningRequest, _ passage: PrunedPassage) -> String {
    let pieces = passage.titles + passage.sentences
    var object: JSONObject = [
      "pruned_context": .string(passage.text),
      "reranking_score": passage.rankingScore.map { .float($0) } ?? .null,
      "compression_rate": .double(passage.compressionRate),
      "kept_sentences": .array(pieces.filter(\.isKept).map { .string($0.text) }),
      "removed_sentences": .array(pieces.filter { !$0.isKept }.map { .string($0.text) }),
      "sentence_probabilities": .array(pieces.map { .double($0.probability) }),
    ]
    if let spans {
      object["spans"] = .array(passage.sentences.filter(\.isKept).compactMap { span($0, spans) })
    }
    return record.text(object)
  }

  private func span(_ sentence: PrunedPassage.Sentence, _ unit: SpanUnit) -> JSONValue? {
    (unit == .scalars ? sentence.range : sentence.byteRange).map { range in
      .object([
        "start": .int(range.lowerBound), "end": .int(range.upperBound),
        "probability": .double(sentence.probability),
      ])
    }
  }
}

/// What places in a text are counted in.
enum SpanUnit {
  /// Unicode scalars, as Python's characters.
  case scalars
  /// Bytes of UTF-8.
  case bytes
}

import PackFiles
import PackJSON
import Pruning

/// Prints pruned passages one by one.
protocol PassagePrinter {
  /// What stands before the first passage.
  var opening: String { get }
  /// A passage.
  func text(_ request: PruningRequest, _ passage: PrunedPassage) -> String
  /// Writes a passage.
  ///
  /// - Parameter record: the line that asked for it.
  func write(
    _ record: InputRecord, _ request: PruningRequest, _ passage: PrunedPassage, _ output: (String) -> Void)
  /// What stands after the last passage.
  var closing: String { get }
}

extension PassagePrinter {
  var opening: String { "" }
  var closing: String { "" }

  func write(
    _ record: InputRecord, _ request: PruningRequest, _ passage: PrunedPassage, _ output: (String) -> Void
  ) {
    output(text(request, passage))
  }
}

/// The kept text alone; `json` has it as it is, for programs.
struct PlainPrinter: PassagePrinter {
  func text(_ request: PruningRequest, _ passage: PrunedPassage) -> String {
    passage.text.visibleLines + "\n"
  }
}

/// One JSON object a line.
struct JSONPrinter: PassagePrinter {
  /// Where the kept sentences stand, and in what that is counted; nil to leave it out.
  let spans: SpanUnit?

  func text(_ request: PruningRequest, _ passage: PrunedPassage) -> String {
    var text = ""
    write(InputRecord(), request, passage) { text += $0 }
    return text
  }

  func write(
    _ record: InputRecord, _ request: PruningRequest, _ passage: PrunedPassage, _ output: (String) -> Void
  ) {
    let pieces = [passage.titles, passage.sentences].lazy.joined()
    func texts(_ isKept: Bool) -> RecordValue {
      .list(AnySequence(pieces.filter { $0.isKept == isKept }.map { .string($0.text) }))
    }
    var answer: [(key: String, value: RecordValue)] = [
      ("pruned_context", .text(AnySequence(passage.sentences.lazy.filter(\.isKept).map(\.text)))),
      ("reranking_score", .whole(passage.rankingScore.map { .float($0) } ?? .null)),
      ("compression_rate", .whole(.double(passage.compressionRate))),
      ("kept_sentences", texts(true)), ("removed_sentences", texts(false)),
      ("sentence_probabilities", .list(AnySequence(pieces.map { .double($0.probability) }))),
    ]
    if let spans {
      let kept = passage.sentences.lazy.filter(\.isKept)
      answer.append(("spans", .list(AnySequence(kept.compactMap { span($0, spans) }))))
    }
    record.write(answer, output)
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

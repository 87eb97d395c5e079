import PackFiles
import PackJSON
import Pruning

/// Prints pruned passages one by one.
protocol PassagePrinter {
  /// What stands before the first passage.
  var opening: String { get }
  /// A passage.
  func text(_ request: PruningRequest, _ passage: PrunedPassage) -> String
  /// What stands after the last passage.
  var closing: String { get }
}

extension PassagePrinter {
  var opening: String { "" }
  var closing: String { "" }
}

/// The kept text alone; `json` has it as it is, for programs.
struct PlainPrinter: PassagePrinter {
  func text(_ request: PruningRequest, _ passage: PrunedPassage) -> String {
    passage.text.visibleLines + "\n"
  }
}

/// One JSON object a line.
struct JSONPrinter: PassagePrinter {
  func text(_ request: PruningRequest, _ passage: PrunedPassage) -> String {
    let pieces = passage.titles + passage.sentences
    let object: JSONObject = [
      "pruned_context": .string(passage.text),
      "reranking_score": passage.rankingScore.map { .float($0) } ?? .null,
      "compression_rate": .double(passage.compressionRate),
      "kept_sentences": .array(pieces.filter(\.isKept).map { .string($0.text) }),
      "removed_sentences": .array(pieces.filter { !$0.isKept }.map { .string($0.text) }),
      "sentence_probabilities": .array(pieces.map { .double($0.probability) }),
    ]
    return JSONValue.object(object).text(.line) + "\n"
  }
}

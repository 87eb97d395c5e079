import JSON
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

/// The kept text alone, for programs.
struct PlainPrinter: PassagePrinter {
  func text(_ request: PruningRequest, _ passage: PrunedPassage) -> String { passage.text + "\n" }
}

/// The whole passage for a terminal, the kept sentences in colour and the dropped ones dimmed.
struct TerminalPrinter: PassagePrinter {
  func text(_ request: PruningRequest, _ passage: PrunedPassage) -> String {
    let body = (passage.titles + passage.sentences).map { sentence in
      style(sentence.text, sentence.isKept ? "32" : "2")
    }.joined()
    let score = passage.rankingScore.map { "score \(rounded($0)), " } ?? ""
    let rate = rounded(Float(passage.compressionRate))
    return body + (body.hasSuffix("\n") ? "" : "\n") + style("\(score)\(rate) % dropped", "1") + "\n"
  }

  /// Colours line by line, so that white space has none. Control characters of the text must not reach the terminal.
  private func style(_ text: String, _ code: String) -> String {
    var styled = ""
    for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
      if !styled.isEmpty || line.startIndex != text.unicodeScalars.startIndex { styled += "\n" }
      guard !line.isEmpty else { continue }
      styled += "\u{1B}[\(code)m"
      for scalar in line where scalar != "\r" {
        let isControl = scalar.value < 0x20 && scalar != "\t" || (0x7F...0x9F).contains(scalar.value)
        styled.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
      }
      styled += "\u{1B}[0m"
    }
    return styled
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

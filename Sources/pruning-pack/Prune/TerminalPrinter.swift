import PackFiles
import Pruning

/// The whole passage for a terminal: the kept sentences in colour and the dropped ones dimmed; without colours a sentence
/// a line, with `+` or `-` and its probability.
struct TerminalPrinter: PassagePrinter {
  let isColored: Bool

  func text(_ request: PruningRequest, _ passage: PrunedPassage) -> String {
    let pieces = passage.titles + passage.sentences
    var body = pieces.map { isColored ? colored($0) : marked($0) }.joined()
    if !body.isEmpty, !body.hasSuffix("\n") { body += "\n" }
    let score = passage.rankingScore.map { "score \(rounded($0)), " } ?? ""
    let facts = "\(score)\(rounded(Float(passage.compressionRate))) % dropped"
    return body + (isColored ? "\u{1B}[1m\(facts)\u{1B}[0m\n" : facts + "\n")
  }

  /// Colours line by line, so that white space has none.
  private func colored(_ sentence: PrunedPassage.Sentence) -> String {
    sentence.text.visibleLines.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "\u{1B}[\(sentence.isKept ? "32" : "2")m\($0)\u{1B}[0m" }
      .joined(separator: "\n")
  }

  private func marked(_ sentence: PrunedPassage.Sentence) -> String {
    let lines = sentence.text.visibleLines.split(separator: "\n")
    let head = "\(sentence.isKept ? "+" : "-") \(rounded(Float(sentence.probability)))  "
    let indent = String(repeating: " ", count: head.utf8.count)
    return head + lines.joined(separator: "\n" + indent) + "\n"
  }
}

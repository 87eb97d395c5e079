import ArgumentParser
import Files
import JSON
import Pruning

struct PruneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune", abstract: "Take out of passages what does not answer a query.")

  @Argument(help: "A package.", completion: .directory)
  var directory: String

  @OptionGroup var input: PairInput

  @Option(help: "A file whose whole text is the passage.", completion: .file())
  var text: String?

  @Option(help: "Keep what is more probable than this (default: the package's own).")
  var threshold: Double?

  @Option(help: "How to print.")
  var format: OutputFormat = .text

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let threshold, !(0...1).contains(threshold) { throw ValidationError("--threshold must be 0 to 1.") }
    if input.input != nil && text != nil { throw ValidationError("Give either --input or --text.") }
    if input.input == nil && input.documents.isEmpty && text == nil {
      throw ValidationError("Give --document, --text or --input.")
    }
  }

  func run() throws {
    let extra = try text.map { [try readText($0)] } ?? []
    let pairs = try input.pairs(extra: extra)
    let model = try PruningEncoder(directory: directory, threads: common.threads)
    for pair in pairs {
      let passage = try model.prune(pair, threshold: threshold)
      switch format {
      case .json: standardOutput.write(JSONValue.object(json(passage)).text(.line) + "\n")
      case .text: standardOutput.write(shown(passage))
      }
    }
  }

  private func readText(_ path: String) throws -> String {
    let bytes = try readFile(path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandFailure("\(path): not valid UTF-8", .failed)
    }
    return text
  }

  private func json(_ passage: PrunedPassage) -> JSONObject {
    [
      "pruned_context": .string(passage.text),
      "reranking_score": passage.rankingScore.map { .float($0) } ?? .null,
      "compression_rate": .double(passage.compressionRate),
      "kept_sentences": .array(passage.segments.filter(\.isKept).map { .string($0.text) }),
      "removed_sentences": .array(passage.segments.filter { !$0.isKept }.map { .string($0.text) }),
      "sentence_probabilities": .array(passage.segments.map { .float($0.probability) }),
    ]
  }

  /// On a terminal the whole passage with the dropped parts dimmed, else the pruned text.
  private func shown(_ passage: PrunedPassage) -> String {
    guard common.isColored else { return passage.text + "\n" }
    let score = passage.rankingScore.map { "score \(rounded($0)), " } ?? ""
    let body = passage.segments.map { $0.isKept ? $0.text : "\u{1B}[2m\($0.text)\u{1B}[0m" }.joined()
    return body + "\n\u{1B}[1m\(score)\(rounded(Float(passage.compressionRate))) % dropped\u{1B}[0m\n"
  }
}

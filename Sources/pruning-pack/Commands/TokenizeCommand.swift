public import ArgumentParser
import ModelDir
import PackFiles
import PackJSON
public import PackTokenizers
import Pruning

struct TokenizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenize", abstract: "Tokenize texts or pairs of texts.")

  @Argument(help: "Package directory, or tokenizer.json file of any name.", completion: .file())
  var path: String

  @Option(help: "Text.")
  var text: String?

  @Option(help: "Second text of a pair.")
  var pair: String?

  @Option(
    help: "File of JSON lines, {\"text\": ...} or {\"text\": ..., \"pair\": ...}; - for standard input.")
  var input: String?

  @Option(help: "Maximum number of tokens (default: no truncation).")
  var maxLength: Int?

  @Option(help: "Which text of a pair is truncated.")
  var strategy: Truncation.Strategy = .longestFirst

  @Flag(help: "Give offsets in UTF-8 bytes instead of Unicode scalars.")
  var byteOffsets = false

  @Option(help: "Output format.")
  var format: OutputFormat = .text

  @OptionGroup var records: RecordOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard (text == nil) != (input == nil) else {
      throw ValidationError("Give exactly one of --text and --input.")
    }
    if pair != nil && text == nil { throw ValidationError("--pair needs --text.") }
    if let maxLength, maxLength < 0 { throw ValidationError("--max-length must be 0 or more.") }
    try records.check(hasInput: input != nil, isJSON: format == .json)
  }

  func run() throws {
    try PackageJournal.settle(around: path)
    let file = fileKind(path) == .directory ? joinPath(path, PackageLayout.tokenizer) : path
    let tokenizer = try Tokenizer(readingFile: file)
    let truncation = maxLength.map { Truncation(maximumLength: $0, strategy: strategy) }
    if let text {
      write(InputRecord(), try tokenizer.encode(text, pair: pair, truncation: truncation))
      return
    }
    var failures = RecordFailures(records)
    try RecordInput(input ?? "-", known: ["text", "pair"]).forEach(
      parse: { root, _ in
        try tokenizer.encode(
          root.string("text"), pair: root.optionalString("pair"), truncation: truncation)
      }, { record, encoding, _ in write(record, encoding) },
      whenWaiting: {}, whenBad: { standardOutput.write(try failures.text($0, $1)) })
    try failures.end()
  }

  private func write(_ record: InputRecord, _ encoding: Encoding) {
    let offsets = byteOffsets ? encoding.byteOffsets : encoding.offsets
    switch format {
    case .json:
      let object: JSONObject = [
        "input_ids": .array(encoding.ids.map { .int(Int($0)) }),
        "token_type_ids": .array(encoding.typeIDs.map { .int(Int($0)) }),
        "offsets": .array(offsets.map { .array([.int($0.lowerBound), .int($0.upperBound)]) }),
        "sequence_ids": .array(encoding.sequenceIDs.map { $0.map { .int(Int($0)) } ?? .null }),
        "special_tokens_mask": .array(encoding.specialTokensMask.map { .int(Int($0)) }),
        "tokens": .array(encoding.tokens.map { .string($0) }),
      ]
      standardOutput.write(record.text(object))
    case .text:
      var text = ""
      for (index, token) in encoding.tokens.enumerated() {
        text +=
          "\(encoding.ids[index])\t\(offsets[index].lowerBound)-\(offsets[index].upperBound)\t\(token.visible)\n"
      }
      standardOutput.write(text + "\n")
    }
  }
}

extension Truncation.Strategy: ExpressibleByArgument {}

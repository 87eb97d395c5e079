import PackFiles
import PackTokenizers
import PackageFixtures
import Pruning
import TestSupport
import Testing

/// A long passage is tokenized in parts, and has the tokens of the whole.
@Suite struct LongPassageTests {
  private static let cache = joinPath(CommandRun.repository, ".cache/tokenizers")
  /// The fixture's, and those of real models that are there; `make environments` fetches them.
  private static let tokenizers =
    ["fixture"]
    + ((try? listDirectory(cache)) ?? [])
    .filter { $0.kind == .file && $0.path.hasSuffix("/tokenizer.json") }.map(\.path).sorted()

  private static let words: [String: [String]] = [
    "prose": [
      "the", "Lighthouse", "was", "built.", "in", "1873,", "and", "it's", "don't", "(red)", "U.S.",
      "well-known",
      "naïve", "\n\n", "e\u{301}t\u{e9}", "3.14", "http://a.b/c?d=e", "## x", "Mars!",
    ],
    "languages": [
      "Der", "Straße.", "мир", "Река.", "नदी", "है।", "東京は", "大きい。", "강", "그리고", "النهر", "🙂👍🏽", "ﬁn",
      "\u{200B}x",
      "\t", "a  b", "¿Qué?", "\r\n", "<mask>", "[SEP]", "</s>",
    ],
    "paragraphs": ["第一段很长很长没有空格。\n\n", "再见！\r\n", "数字一二三\n \n", "第二段\r\n\r\n"],
    "lines": ["第一行很长很长没有空格。", "第二行\n", "再见！\n", "数字一二三\n"],
  ]

  private static func areLines(_ kind: String) -> Bool { ["lines", "paragraphs"].contains(kind) }

  private static func text(_ words: [String], separator: String) -> String {
    var state: UInt64 = 7
    var text = ""
    while text.unicodeScalars.count < 200_000 {
      for _ in 0..<500 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += words[Int(state >> 33) % words.count] + separator
      }
    }
    return text
  }

  @Test(arguments: tokenizers) func partsHaveTheTokensOfTheWhole(name: String) throws {
    let package = name == "fixture" ? try TinyPackage() : nil
    let tokenizer = try Tokenizer(
      readingFile: package?.file("tokenizer.json") ?? joinPath(Self.cache, name))
    for (kind, words) in Self.words.sorted(by: { $0.key < $1.key }) {
      let scalars = Self.text(words, separator: Self.areLines(kind) ? "" : " ").unicodeScalars.map(\.value)
      let pieces = SentenceSplitter.ranges(of: scalars)
      var whole = PassageReading(pieces: pieces, scalars: scalars, keepsOffsets: true)
      var parts = PassageReading(pieces: pieces, scalars: scalars, keepsOffsets: false)
      let frame = try whole.read(query: "when was it built", tokenizer)
      let other = try parts.read(query: "when was it built", tokenizer)
      #expect(whole.partCount == 1 && whole.offsets.count == whole.tokens.count)
      // Where a line's end is no white space to the tokenizer, lines alone are no place to cut.
      #expect(parts.partCount > 2 || Self.areLines(kind) && name.hasPrefix("mon/"), "\(name), \(kind)")
      #expect(parts.offsets.isEmpty)
      #expect(whole.tokens == parts.tokens, "\(name), \(kind)")
      #expect(whole.counts == parts.counts, "\(name), \(kind)")
      #expect(frame.before == other.before && frame.after == other.after)
    }
  }

  /// Without a place to cut at it is read as a whole.
  @Test func aTextWithoutSpacesIsOnePart() throws {
    let package = try TinyPackage()
    let tokenizer = try Tokenizer(readingFile: package.file("tokenizer.json"))
    let scalars = [UInt32](repeating: 0x61, count: 200_000)
    var reading = PassageReading(
      pieces: SentenceSplitter.ranges(of: scalars), scalars: scalars, keepsOffsets: false)
    _ = try reading.read(query: "when", tokenizer)
    #expect(reading.partCount == 1 && reading.counts.reduce(0, +) == reading.tokens.count)
  }

  @Test func aLongPassageHasTheSameNumbersWithoutTokens() throws {
    let package = try TinyPackage()
    let model = try PruningEncoder(directory: package.path, threads: 2)
    let document = Self.text(Self.words["prose"] ?? [], separator: " ")
    var options = PruningOptions()
    let whole = try model.prune([PruningRequest(query: "when", document: document)], options: options)[0]
    options.givesTokens = false
    let parts = try model.prune([PruningRequest(query: "when", document: document)], options: options)[0]
    #expect(parts.sentences.allSatisfy { $0.tokens.isEmpty } && parts.rankingScore == whole.rankingScore)
    #expect(whole.sentences.map(\.text) == parts.sentences.map(\.text))
    #expect(whole.sentences.map(\.probability) == parts.sentences.map(\.probability))
    #expect(whole.sentences.map(\.isKept) == parts.sentences.map(\.isKept))
  }
}

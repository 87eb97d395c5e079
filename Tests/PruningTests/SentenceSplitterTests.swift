import Pruning
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The rules of docs/sentence-splitting.md, each by its examples: `│` marks where a sentence ends.
@Suite struct SentenceSplitterTests {
  @Test(arguments: [
    // Marks, closing quotes and footnotes
    "One two. │Three! │Four? │Five", "He said \"I came. I saw.\" │Then he left.",
    "(She stayed. Yes.) │They went.[1] │Next.",
    "A word (who?) Next to it.", "“Come in. Sit.” │She sat.", "He wrote: „Ja. Nein.“ │Dann ging er.",
    "« Oui. » │Il part.",
    "Really?! │Yes.", "It is 3.14 or 1,000.5 m.", "See example.com. │Next.",
    "and more... and more. │Then... │The end.",
    "Mix it, and -- voila! -- you have cake.", "a.b. │c) d",
    // Abbreviations, initials, numbers
    "Dr. Smith and Mrs. Jones met. │They left.", "J. R. R. Tolkien wrote. │He did.",
    "The U.S. Senate voted in the U.S. │It did.",
    "See Fig. 3 and p. 5. │No. 4 is here. │He said no. │Then he left.",
    "Am 3. Oktober 1990, am 3. 10. 1990. │Um 12. │Er blieb.",
    "Apples, pears, etc. are fruit. │Plums etc. │The end.",
    "Das ist z. B. so, d.h. Prof. Dr. Meyer bzw. Frau Roth kam.",
    // Japanese and Chinese
    "灯台です。│「そうです。」と言った。│「はい。そう。」│彼は！│本当？！│はい", "すごい！と叫んだ。│です!│次に", "Yahoo!ニュース。│３．１４です．│次",
    "他说：“我爱你。”│然后走了。│“真的吗？”│她问。",
    // Other scripts
    "هل تعرف؟ │نعم. │القاهرة.", "यह है। │वह था॥ │अब", "Սա է։ │Այո", "ይህ ነው። │አዎ",
    // Lines
    "# A title. Still\n│Text goes on\nin lower case. │And\n\n│- item one. │More\n│- item two\n│1. First\n│2. Second\n│| a | b. |\n│c | d | e\n",
    "A line of more than fifty characters goes on in the next one\nWithout a break. │Short\n│Title\n│",
    "Ends with a comma,\nIt goes on",
    "```py\nx = 1. \n\ny = 2\n```\n│Text. │```unclosed\nmore. │Yes", "a\r\n\r\n│B\r\n│C",
    "  Leading. │Space  \n│   Indented\n  ",
    "(a) Hello world. │(b) Hello world.", "> quoted\n│> Again", "Zutaten:\n│Mehl",
    // White space alone, nothing
    " \n ", "",
  ])
  func splitsByTheRules(marked: String) {
    let expected = marked.split(separator: "│").map(String.init)
    let pieces = SentenceSplitter.split(expected.joined())
    #expect(pieces.map { Array($0.utf8) } == expected.map { Array($0.utf8) }, "\(pieces)")
  }

  @Test func unmarkedTextIsBounded() {
    let words = String(repeating: "word ", count: 300)
    #expect(SentenceSplitter.split(words).allSatisfy { $0.unicodeScalars.count <= 500 })
    #expect(SentenceSplitter.split(String(repeating: "あ", count: 1200)).map(\.count) == [500, 500, 200])
    let thai = String(repeating: "ภาษาไทยเป็นภาษาที่มีระดับเสียง ", count: 40)
    #expect(SentenceSplitter.split(thai).allSatisfy { (60...120).contains($0.unicodeScalars.count) })
    let commas = String(repeating: "w", count: 300) + ", " + String(repeating: "w ", count: 200)
    #expect(SentenceSplitter.split(commas).first?.count == 302)
    // Not inside brackets, and not between a letter and its marks.
    let bracket = String(repeating: "x", count: 450) + "(" + String(repeating: "x", count: 90) + ")y"
    #expect(SentenceSplitter.split(bracket).first?.count == 450)
    let marks = String(repeating: "x", count: 499) + "e\u{301}\u{302}y"
    #expect(SentenceSplitter.split(marks).first?.unicodeScalars.count == 499)
  }

  @Test func runsAreBounded() {
    func lengths(_ text: String) -> [Int] { SentenceSplitter.split(text).map(\.unicodeScalars.count) }
    func run(_ bit: String, _ count: Int) -> String { String(repeating: bit, count: count) }
    #expect(lengths("あ" + run("。", 250) + "い") == [101, 100, 50, 1])
    #expect(lengths("ab." + run("[1]", 34) + " B") == [106, 1])
    #expect(lengths("ab." + run(")", 100) + " B") == [104, 1])
    #expect(lengths("ab." + run(")", 101) + " B") == [106])
    #expect(lengths("a" + run(".", 600) + "b") == [401, 201])
  }

  /// Texts of whatever the rules look at.
  private static let bits = [
    "a", "B", ".", "!", "?", "…", " ", "\n", "\r\n", "\t", "\"", "'", "(", ")", "[", "]", "「", "」", "“", "”",
    "„", "。", "！",
    "、", ",", ":", "-", "#", "|", "`", "~~~", "```\n", ">", "1", "23", "Dr.", "e.g.", "U.S. The ", "etc. ",
    "山", "と", "ก", "\u{301}",
    "😀", "\n\n", "- ", "1) ", "[3]", "# ", "\u{2028}", "\u{FEFF}", "word ",
  ]

  @Test func piecesAreTheTextAndStayAsTheyAre() {
    var state: UInt64 = 7
    func random(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    for _ in 0..<3000 {
      let kinds = (0..<1 + random(Self.bits.count)).map { _ in Self.bits[random(Self.bits.count)] }
      let text = (0..<random(120)).map { _ in kinds[random(kinds.count)] }.joined()
      let pieces = SentenceSplitter.split(text)
      #expect(Array(pieces.joined().utf8) == Array(text.utf8))
      for piece in pieces {
        #expect(SentenceSplitter.split(piece).map { Array($0.utf8) } == [Array(piece.utf8)])
      }
    }
  }

  /// Ten times the text takes about ten times as long, whatever it is made of.
  @Test(arguments: [
    "(", "\" ", "「a", "あ。", "A\n\n", "a\n", "```\n", "````\n~~~\n", "|a", "a ", "Word. ", "1.1.1", "\r\n",
    "a.[1]", "[1]", ". ", ".", "。", "\"", ")", "*", "กข ", " ",
  ])
  func timeIsLinear(bit: String) {
    func seconds(_ count: Int) -> Double {
      let run = String(repeating: bit, count: count)
      return [run, "a.\(run)b"].map { text in
        let scalars = Array(text.unicodeScalars.map(\.value))
        return (0..<2).map { _ in
          let start = processorSeconds()
          _ = SentenceSplitter.ranges(of: scalars)
          return processorSeconds() - start
        }.min() ?? 0
      }.max() ?? 0
    }
    #expect(seconds(100_000) < 40 * seconds(10_000) + 0.02)
  }
}

/// Time that this thread has had of a processor, so that others at work do not count.
private func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

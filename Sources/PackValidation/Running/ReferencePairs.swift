package import Pruning

/// A pair that a reference is computed for.
package struct ReferencePair: Sendable, Hashable {
  /// The texts.
  package var pair: TextPair
  /// The most tokens, where that is less than the package's max_length.
  package var maximumLength: Int?

  package init(_ pair: TextPair, maximumLength: Int? = nil) {
    self.pair = pair
    self.maximumLength = maximumLength
  }
}

extension ReferencePair {
  /// Tokens of the pair that is cut off: enough to see where, few enough to run in no time.
  private static let cutLength = 512

  /// Pairs that exercise a tokenizer where tokenizers go wrong.
  ///
  /// - Parameter maximumLength: the package's; one pair is longer than it, or than ``cutLength`` where that is less.
  package static func standard(maximumLength: Int) -> [ReferencePair] {
    let length = min(maximumLength, cutLength)
    let sentence =
      "The ferry left at noon, and the keeper of the lighthouse counted 17 passengers on its deck. "
    let long = String(repeating: sentence, count: length / 16 + 2)
    let cut = ReferencePair(
      TextPair(query: "How many passengers were on the ferry?", document: long),
      maximumLength: length < maximumLength ? length : nil)
    return texts.map { ReferencePair(TextPair(query: $0.query, document: $0.document)) } + [cut]
  }

  /// Tokens of which pairs are made.
  private static let namedLimit = 24

  /// A pair that has the texts of tokens in it: at the start, alone, in a word, and one after the other.
  ///
  /// - Parameter tokens: texts of a vocabulary's special tokens and added words; the first and the last of many are taken.
  package static func naming(_ tokens: [String]) -> [ReferencePair] {
    let many = tokens.count > namedLimit
    let named = many ? tokens.prefix(namedLimit / 2) + tokens.suffix(namedLimit / 2) : tokens[...]
    guard let first = named.first, let last = named.last else { return [] }
    let sentences = named.map { "It says \($0) here, and then x\($0)y." }.joined(separator: " ")
    return [
      ReferencePair(TextPair(query: "Is \(first) or \(last) in the text?", document: sentences)),
      ReferencePair(TextPair(query: "\(last)", document: "\(first)" + named.joined() + " and no more.")),
    ]
  }

  private static let texts: [(query: String, document: String)] = [
    (
      "When was the lighthouse built?",
      "The lighthouse was built in 1873. Its keeper grew roses. Ferries pass it twice a day."
    ),
    ("富士山の高さは？", "富士山は日本で最も高い山で、標高は３７７６メートルです。カタカナとひらがな、㌔も。"),
    ("北京的人口是多少？", "北京是中华人民共和国的首都，人口約2189萬。臺北則在南方。"),
    ("서울은 어디에 있습니까?", "서울은 대한민국의 수도이며 한강이 흐른다."),
    ("ما هي عاصمة مصر؟", "القاهرة هي عاصمة مصر، وتقع على نهر النيل. العَرَبِيَّةُ مُشَكَّلَة."),
    ("भारत की राजधानी क्या है?", "नई दिल्ली भारत की राजधानी है। क्षत्रिय, ज्ञान।"),
    ("เมืองหลวงของไทยคืออะไร", "กรุงเทพมหานครเป็นเมืองหลวงของประเทศไทย"),
    ("Где находится маяк?", "МАЯК стоит на Ёлочном мысе; Ӧ и й встречаются. Άλφα και ΩΜΕΓΑ, ς."),
    // Composed, decomposed, several marks on one letter, and ligatures.
    (
      "Où est le cafe\u{301} ?",
      "Le caf\u{E9} na\u{EF}ve, A\u{30A}ngstr\u{F6}m, Z\u{351}\u{36B}\u{343}a\u{328}\u{301}lgo, \u{FB01}n, stra\u{DF}e, \u{130}stanbul."
    ),
    // Joined, coloured and flag emoji; a keycap; signs outside the basic plane.
    (
      "What does 👍🏽 mean?",
      "A 👨‍👩‍👧‍👦 family saw 🇯🇵 and 🏳️‍🌈, pressed 1️⃣ and wrote 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝟘𝟙𝟚 🫠."
    ),
    ("What is the passage about?", ""),
    // Spaces of several kinds, line ends, a tab, zero-width and control characters.
    (
      "  spaces \t and\u{A0}lines  ",
      "one\r\ntwo\n\n\tthree\u{2003}four\u{200B}five\u{FEFF}six\u{AD}seven\u{7}eight   "
    ),
    (
      "Is [SEP] or </s> in the text?",
      "It says [CLS] and <s>, [MASK] and <mask>, ##ing, ▁word, <unk>, \u{FFFD}, and https://example.org/a_b?c=%20#d."
    ),
    (
      "What is the longest word?",
      "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft-"
        + String(repeating: "supercalifragilistic", count: 8) + " 1,234.56e-7 don't U.S.A. C++ x=y&&z"
    ),
    // Data and code.
    (
      "What does the record say?",
      "{\"id\": 17, \"ok\": true, \"tags\": [\"a\", null], \"when\": \"2026-11-30T07:19:00Z\"}"
    ),
    (
      "How much was paid?",
      "date;amount\n30/11/2026;€ 1.299,00\n2026-12-01;$5,000.50 (USD)\n\u{2014};\u{2212}3.2 %"
    ),
    (
      "Which function is called?",
      "def f(x):\n    return g(x) ** 2  # see `g`\n\nfor (int i = 0; i < 10; i++) { puts(\"%d\"); }"
    ),
    // Both ends of the score: a passage that is the query, and two that have nothing to do with it.
    ("The lighthouse was built in 1873.", "The lighthouse was built in 1873."),
    (
      "When was the lighthouse built?",
      "Bread dough needs time to rise. Salt slows the yeast down. A hot oven gives a good crust."
    ),
    ("How many moons does Mars have?", "The committee met on Tuesday and adjourned without a vote."),
  ]
}

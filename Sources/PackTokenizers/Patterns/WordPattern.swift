/// The regular expressions that byte-level tokenizers cut words with, as scanners written by hand.
///
/// Each of them matches at every place of every text, so a text is cut without gaps.
struct WordPattern: Sendable {
  private enum Kind {
    /// GPT-2's.
    case gpt2
    /// That of cl100k, with at most so many digits in a piece.
    case cl100k(digits: Int)
    /// That of o200k, which cuts where capitals begin; `contractions` tells whether `'s` and the like stay with their word.
    case o200k(digits: Int, contractions: Bool)
  }
  private let kind: Kind

  private static let contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
  private static let tail = #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

  private static let capitals = #"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"#
  private static let smalls = #"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"#

  private static func o200k(digits: String, contractions: String) -> String {
    let prefix = #"[^\r\n\p{L}\p{N}]?"#
    return prefix + capitals + "*" + smalls + "+" + contractions + "|" + prefix + capitals + "+" + smalls
      + "*"
      + contractions + "|" + digits + #"| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
  }

  /// GPT-2's pattern.
  static let gpt2 = WordPattern(kind: .gpt2)

  private init(kind: Kind) { self.kind = kind }

  /// The scanner of an expression; nil when there is none.
  init?(_ regex: String) {
    let words = Self.contractions + #"|[^\r\n\p{L}\p{N}]?\p{L}+"#
    switch regex {
    case #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#: kind = .gpt2
    case #"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#: kind = .gpt2
    case words + #"|\p{N}{1,3}"# + Self.tail: kind = .cl100k(digits: 3)
    case words + #"|\p{N}"# + Self.tail: kind = .cl100k(digits: 1)
    case Self.o200k(digits: #"\p{N}{1,3}"#, contractions: Self.contractions + "?"):
      kind = .o200k(digits: 3, contractions: true)
    case Self.o200k(digits: #"\p{N}"#, contractions: ""): kind = .o200k(digits: 1, contractions: false)
    // The same matches as cl100k's, written with possessive quantifiers.
    case #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"#:
      kind = .cl100k(digits: 3)
    default: return nil
    }
  }

  /// Where the match that starts at `start` ends.
  @inline(__always)
  func end(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int {
    let scanner = WordScanner(text: text, end: end, properties: UnicodeData.properties)
    switch kind {
    case .gpt2: return scanner.gpt2(start)
    case .cl100k(let digits): return scanner.cl100k(start, digits: digits)
    case .o200k(let digits, let contractions):
      return scanner.o200k(start, digits: digits, contractions: contractions)
    }
  }
}

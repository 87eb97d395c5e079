/// What texts of a format are made of, so that a change of one is a text of the format more often than not.
public struct FuzzLanguage: Sendable {
  /// What stands around the text and depends on it.
  public enum Frame: Sendable {
    /// Nothing.
    case none
    /// The header of a safetensors file: its length stands before it, and tensors behind it.
    case safetensors
  }

  /// What a part may be nested in.
  public var pairs: [(open: String, close: String)]
  /// What begins a line whose followers stand deeper.
  public var steps: [String]
  /// What stands between repetitions.
  public var separators: [String]
  /// Words of the format.
  public var words: [String]
  /// What stands around the text.
  public var frame: Frame

  /// A language.
  public init(
    pairs: [(open: String, close: String)] = [], steps: [String] = [], separators: [String] = ["", "\n"],
    words: [String] = [], frame: Frame = .none
  ) {
    self.pairs = pairs
    self.steps = steps
    self.separators = separators
    self.words = words
    self.frame = frame
  }

  /// JSON, with words of a format that is written in it.
  public static func json(_ words: [String] = [], frame: Frame = .none) -> FuzzLanguage {
    FuzzLanguage(
      pairs: [("[", "]"), ("{\"a\":", "}"), ("[[", "],1]"), ("\"", "\"")], separators: ["", ",", ", ", "\n"],
      words: [
        "null", "true", "1e999", "-0", "9223372036854775808", "\\u0000", "\\ud83d\\ude00", "\\ud800",
        "\"\\u00e9\":1", "\"e\\u0301\":1", "{}", "[]", "\u{FEFF}", "\u{E9}", "e\u{301}", "\u{2028}",
      ] + words, frame: frame)
  }

  /// YAML, with words of a format that is written in it.
  public static func yaml(_ words: [String] = []) -> FuzzLanguage {
    FuzzLanguage(
      pairs: [("[", "]"), ("{a: ", "}"), ("\"", "\""), ("'", "'"), ("? ", "\n: x")],
      steps: ["- ", "a:", "? ", "- - "], separators: ["", ",", ", ", "\n", "\n---\n"],
      words: [
        "&a0 ", "*a0", "<<: *a0", "- &a1 [*a0, *a0]\n", "!!set ", "!!binary ", "!!python/object:os.system ",
        "!<tag:yaml.org,2002:str> ", "%YAML 1.1\n---\n", "%TAG ! x:\n", "|2-\n", ">+\n", "\"\\x41\\u263A\"",
        "2024-02-30", "1:59:60", "0o17", "0x1_f", ".inf", "~", "no", "\t", "\u{85}", "\u{2028}",
      ] + words)
  }
}

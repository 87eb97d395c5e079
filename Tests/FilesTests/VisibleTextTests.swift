import PackFiles
import Testing

/// What of somebody else's text reaches a terminal or the log of a CI system.
@Suite struct VisibleTextTests {
  @Test(arguments: [
    ("plain, mit Umläuten, 日本語", "plain, mit Umläuten, 日本語"), ("\u{1B}]0;x\u{7}", "\\u{1b}]0;x\\u{7}"),
    ("a\nb\r\tc", "a\\u{a}b\\u{d}\\u{9}c"), ("\u{9B}31m\u{7F}\u{85}", "\\u{9b}31m\\u{7f}\\u{85}"),
    ("\u{202E}a\u{2066}b\u{200F}c\u{61C}", "\\u{202e}a\\u{2066}b\\u{200f}c\\u{61c}"),
    ("a\u{2028}b\u{2029}", "a\\u{2028}b\\u{2029}"), ("\u{FFFF}", "\\u{ffff}"),
    ("::error::x", ":\\u{3a}error::x"), (" \u{3000}::error", " \u{3000}:\\u{3a}error"), ("a::b", "a::b"),
    ("##[error]x", "##\\u{5b}error]x"), ("x ##vso[task]", "x ##vso\\u{5b}task]"), ("###[a", "###\\u{5b}a"),
    ("#[a] ##a-[b] [c]", "#[a] ##a-[b] [c]"), ("#vso[x]", "#vso[x]"),
  ]) func aNameStaysOnOneLine(text: String, shown: String) {
    #expect(text.visible == shown)
  }

  @Test(arguments: [
    ("a\nb\tc\n", "a\nb\tc\n"), ("a\r\nb\r", "a\nb\\u{d}"), ("a\n::error::x", "a\n:\\u{3a}error::x"),
    ("a\n \t::add-mask::x", "a\n \t:\\u{3a}add-mask::x"), ("a\r\n::error", "a\n:\\u{3a}error"),
    ("\u{200F}שלום\u{202B}", "\u{200F}שלום\\u{202b}"), ("a\u{2028}b", "a\u{2028}b"),
    ("a\n##[group]x", "a\n##\\u{5b}group]x"), ("\u{1B}[2Ka", "\\u{1b}[2Ka"),
  ]) func aTextKeepsItsLines(text: String, shown: String) {
    #expect(text.visibleLines == shown)
  }
}

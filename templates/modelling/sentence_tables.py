"""What the sentence splitter knows: sets of characters, abbreviations, limits."""

# ---- joined from here on ----

# Sentences. docs/sentence-splitting.md of pruning-pack is the specification, written a second time in Swift. Every
# set of characters is spelt out, so that no release of Unicode moves a boundary, and a boundary depends on nothing
# before its own sentence.

_LINE_ENDS = "\n\r\x0b\x0c\x85\u2028\u2029"
_SPACES = "\t \xa0\u1680\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200C)))
_HARD = (  # Unicode's sentence terminals, but for the soft ones and a Burmese comma; with U+0F0D
    "\u0589\u061d-\u061f\u06d4\u0700-\u0702\u07f9\u0837\u0839\u083d\u083e\u0964\u0965\u0f0d\u104b\u1362"
    "\u1367\u1368\u166e\u1735\u1736\u17d4\u17d5\u1803\u1809\u1944\u1945\u1aa8-\u1aab\u1b4e\u1b4f\u1b5a\u1b5b"
    "\u1b5e\u1b5f\u1b7d-\u1b7f\u1c3b\u1c3c\u1c7e\u1c7f\u203c\u2047-\u2049\u2cf9-\u2cfb\u2e3c\u3002\ua4ff"
    "\ua60e\ua60f\ua6f3\ua6f7\ua876\ua877\ua8ce\ua8cf\ua92f\ua9c8\ua9c9\uaa5d-\uaa5f\uaaf0\uaaf1\uabeb\ufe12"
    "\ufe15\ufe16\uff01\uff1f\uff61\U00010a56\U00010a57\U00010f55-\U00010f59\U00010f86-\U00010f89"
    "\U00011047\U00011048\U000110be-\U000110c1\U00011141-\U00011143\U000111c5\U000111c6\U000111cd"
    "\U000111de\U000111df\U00011238\U00011239\U0001123b\U0001123c\U000112a9\U000113d4\U000113d5"
    "\U0001144b\U0001144c\U000115c2\U000115c3\U000115c9-\U000115d7\U00011641\U00011642\U0001173c-\U0001173e"
    "\U00011944\U00011946\U00011a42\U00011a43\U00011a9b\U00011a9c\U00011c41\U00011c42\U00011ef7\U00011ef8"
    "\U00011f43\U00011f44\U00016a6e\U00016a6f\U00016af5\U00016b37\U00016b38\U00016b44\U00016d6e\U00016d6f"
    "\U00016e98\U0001bc9f\U0001da88"
)
_POINTS = ".\uff0e\ufe52"  # full stops, which end abbreviations too
_SOFT = _POINTS + "!?\u2026\u037e\u203d\u2e2e\u2e53\u2e54\ufe56\ufe57"
_GREEK = "\u0370-\u0373\u0376\u0377\u037b-\u037d\u037f\u0386\u0388-\u03ff\u1f00-\u1fff"
_ARMENIAN = "\u0531-\u0556\u055b\u055c\u055e\u0561-\u0587"  # with the signs that stand in words
_PAIRS = {
    **dict(zip("([{\uff08\uff3b\uff5b\u3010\u3014", ")]}\uff09\uff3d\uff5d\u3011\u3015")),  # brackets
    **dict(zip("\u3008\u300a\u300c\u300e\uff62", "\u3009\u300b\u300d\u300f\uff63")),  # quotes and titles
    **{"\u201c": "\u201d", "\u201e": "\u201c\u201d", "\xab": "\xbb", "\u2039": "\u203a", '"': '"'},
}
_BRACKETS = "([{\uff08\uff3b\uff5b\u3010\u3014"
_OPENING = "".join(_PAIRS) + "'\u2018*_\xbf\xa1"
_CLOSING = ")]}\uff09\uff3d\uff5d\u3011\u3015\u3009\u300b\u300d\u300f\uff63\u201d\xbb\u203a\"'\u2019*_`"
_CJK = "\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
_SPACELESS = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
_COMBINING = (
    "\u0300-\u036f\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc"
    "\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3\u200c\u200d\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
)
_CONTINUING = ",;:.!?)]}\u2026\u3001\uff0c"  # what no sentence begins with
_UNFINISHED = ",;-\u2013\u2014([{&/+=\u3001\uff0c\uff1b"  # what no line's last sentence ends with
_THAI = "\u0e01-\u0e7f"
_POINTED = "\u0e01-\u0eff"  # Thai and Lao, where a full stop belongs to an abbreviation
_SUPERSCRIPTS = "\xb2\xb3\xb9\u2070\u2071\u2074-\u207f\u1d2c-\u1d6a\u1d9b-\u1dbf\u2020\u2021"  # of footnotes
_EMOJI = (
    "\u200d\u20e3\u231a\u231b\u23e9-\u23f3\u23f8-\u23fa\u2600-\u2604\u2607-\u275a\u275f-\u2767\u2795-\u2797\u27a1"
    "\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f"
)
_PARTICLES = "\u3068\u3063\u306f\u304c\u3092\u306b\u306e"  # after a closing quote the sentence goes on
_SAYING = "\u8a00\u601d\u53eb\u805e\u7b54\u66f8\u8003\u8ff0\u547c\u611f\u3044\u3001"  # and after "!" and "to"
_LOWER = frozenset(
    chr(scalar)
    for first, last, step in (
        (0x61, 0x7A, 1), (0xDF, 0xF6, 1), (0xF8, 0xFF, 1), (0x101, 0x137, 2), (0x13A, 0x148, 2), (0x14B, 0x177, 2),
        (0x17A, 0x17E, 2), (0x3AC, 0x3CE, 1), (0x430, 0x45F, 1), (0x461, 0x481, 2), (0x48B, 0x4BF, 2),
        (0x4C2, 0x4CE, 2), (0x4D1, 0x52F, 2), (0x561, 0x587, 1), (0x1E01, 0x1E95, 2), (0x1EA1, 0x1EFF, 2),
    )
    for scalar in range(first, last + 1, step)
)  # fmt: skip
_LETTERS = (
    f"A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\u024f{_GREEK}\u0400-\u052f{_ARMENIAN}\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3"
    "\u10d0-\u10fa\u1e00-\u1eff"
)
_INDIC = "\u0900-\u0963\u0966-\u0d7f"  # letters and their signs
_LOWERED = {  # capital letters, with the small ones beside them
    capital: capital + distance
    for first, last, step, distance in (
        (0x41, 0x5A, 1, 32), (0xC0, 0xD6, 1, 32), (0xD8, 0xDE, 1, 32), (0x391, 0x3A1, 1, 32), (0x3A3, 0x3A9, 1, 32),
        (0x400, 0x40F, 1, 80), (0x410, 0x42F, 1, 32), (0x100, 0x136, 2, 1), (0x139, 0x147, 2, 1),
        (0x14A, 0x176, 2, 1), (0x179, 0x17D, 2, 1),
    )
    for capital in range(first, last + 1, step)
}  # fmt: skip

_PAIR_REACH = 120  # characters in which a bracket or quote has to be closed
_PAIR_DEPTH = 4  # to which the same brackets may be nested
_RUN_LIMIT = 100  # sentence marks that count as one, and characters that close with them
_PIECE_LIMIT = 500  # characters after which text without a sentence's end is cut
_WRAPPED_LENGTH = 50  # a line as long as this may have been wrapped, a shorter one is a title or an item
_SPACELESS_LENGTH = 60  # where space ends a sentence in a script that has no marks for it
_THAI_SHORT, _THAI_LENGTH, _THAI_LONG = 20, 40, 160  # in Thai, where words say that it ends, nothing, that it goes on
_DATE_LENGTH = 30  # a date that ends as near to its sentence's beginning is how that begins

_WHITE = _SPACES + _LINE_ENDS
_MARKS = _HARD + _SOFT

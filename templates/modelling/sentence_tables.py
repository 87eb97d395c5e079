"""What the sentence splitter knows: sets of characters, abbreviations, limits."""

# ---- joined from here on ----

# Sentences. docs/sentence-splitting.md of pruning-pack is the specification, written a second time in Swift. Every
# set of characters is spelt out, so that no release of Unicode moves a boundary, and a boundary depends on nothing
# before its own sentence.

_LINE_ENDS = "\n\r\x0b\x0c\x85\u2028\u2029"
_SPACES = "\t \xa0\u1680\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200C)))
_HARD = (
    "\u3002\uff61\uff01\uff1f\u203c\u2047-\u2049\u061f\u06d4\u0964\u0965\u0589\u1362\u1367\u104b\u17d4\u17d5\u0f0d"
    "\u1803\u1809"
)
_SOFT = ".!?\u2026\uff0e"
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
_REPEATERS = "\u0e46\u0e2f"  # Thai marks that a space follows inside a sentence
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
_LETTERS = "A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\u024f\u0370-\u03ff\u0400-\u052f\u0531-\u0587\u1e00-\u1eff"

# Abbreviations, without their last point and in lower case: those that a sentence never ends with; those that one may
# end with, where the next word is a usual first word; and those that a number follows.
_NEVER = frozenset(
    "mr mrs ms mx dr prof rev hon gen col maj capt cpt cmdr lt sgt sen rep gov messrs mme mlle mm mgr st mt vs e.g i.e "
    "eg ie cf viz approx resp incl excl esp hr fr dipl ing bzw bspw z.b d.h u.a o.\xe4 u.u s.o s.u v.a z.t ca vgl evtl "
    "ggf inkl exkl zzgl sog insb geb gest hrsg str tel mio mrd einschl env p.ex sr sra srta dra ud uds sig dott avv "
    "dhr mevr bijv \u0438\u043c \u0443\u043b \u0442.\u0435 \u0442.\u043a \u043f\u0440\u043e\u0444".split()
)
_MAYBE = frozenset(
    "etc inc ltd co corp bros jr dept univ assn ave blvd rd jan feb apr jun jul aug sep sept oct nov dec usw dgl al "
    "cie \u0434\u0440 \u043f\u0440 \u0433\u0433".split()
)
_BEFORE_NUMBER = frozenset(
    "no nos nr art p pp vol vols fig figs sec sect ch chap eq eqs ex par rs ext ver v n abs bd kap ziff abb tab s rn "
    "num n\xb0 n\xfam p\xe1g \u0441\u0442\u0440 \u0440\u0438\u0441".split()
)
_STARTERS = frozenset(
    "A An The This That These Those He She It They We You I His Her Its Their Our My Your In On At But And Or So By "
    "For From With To Of As If When While After Before Since Because Although Though However Then There Here What "
    "Where Why How Who Which Not No Yes Some Many Most All Each Every Both One Another Other Such Also During Under "
    "Over Despite Thus Therefore Moreover Meanwhile Finally Today Let Do Does Did Is Are Was Were Has Have Had Can "
    "Could Will Would Should Der Die Das Den Dem Ein Eine Einen Er Sie Es Wir Ihr Ich Im Am Auf Aus Bei Mit Nach Vor "
    "Zu Zum Zur F\xfcr Durch \xdcber Und Aber Oder Denn Doch Auch Diese Dieser Dieses Damit Dann Dort Hier Als Wenn "
    "Weil Nur Noch Seit Seine Ihre Il Elle Ils Elles Les Une Ce Cette Nous Vous Je Mais El Ella Ellos Pero".split()
)
_AFTER_ORDINAL = frozenset(
    "Januar J\xe4nner Februar M\xe4rz April Mai Juni Juli August September Oktober November Dezember Jahrhundert "
    "Jahrhunderts Jahrestag Geburtstag Platz Auflage Kapitel Klasse Mal Runde Stock Tag Woche".split()
)

_PAIR_REACH = 120  # characters in which a bracket or quote has to be closed
_PAIR_DEPTH = 4  # to which the same brackets may be nested
_RUN_LIMIT = 100  # sentence marks that count as one, and characters that close with them
_PIECE_LIMIT = 500  # characters after which text without a sentence's end is cut
_WRAPPED_LENGTH = 50  # a line as long as this may have been wrapped, a shorter one is a title or an item
_SPACELESS_LENGTH = 60  # where space ends a sentence in a script that has no marks for it

_WHITE = _SPACES + _LINE_ENDS
_MARKS = _HARD + _SOFT

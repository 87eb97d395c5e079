"""Texts that tokenizers get wrong: every script, every kind of space and mark, and seeded mixtures of them."""

import random

SENTENCES = [
    "The cat sat on the mat, didn't it? He'll say \"we've\" won't -- isn't that so?!",
    "In 1969, Apollo 11 landed; its crew (3 people) carried 21.5 kg of rock, i.e. $4,000,000 worth... ok?",
    "def f(x):\n\treturn {k: v**2 for k, v in x.items()}  # <= 10%",
    "URL: https://example.org/a_b-c?d=e&f=%20#g or mail to first.last@example.co.jp",
    "東京都は日本の首都であり、人口は約1,400万人です。「本当ですか？」と彼は言った。",
    "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。",
    "ｶﾞｷﾞｸﾞ と ガギグ と か\u3099き\u3099 は ちがう ー〜・",
    "中华人民共和国成立于1949年10月1日，首都北京。他说：“你好！”",
    "繁體中文測試：臺灣、香港與澳門。𠮷野家 𪚥 \U0002B920\U0002B81E㐀龥豈",
    "한국어 문장입니다. 각 나라의 말은 다르다. \u1100\u1161\u11a8 \u1112\u1161\u11ab\u1100\u1173\u11af",
    "اللغة العربية لغة سامية. السَّلَامُ عَلَيْكُمْ، كيف حالك؟ ١٢٣٤٥٦",
    "زبان فارسی: می\u200cخواهم بدانم؛ ۱۲۳ گچپژ",
    "עברית היא שפה שמית. שָׁלוֹם עוֹלָם־טוב",
    "हिन्दी भारत की राजभाषा है। क्षत्रिय ज्ञान श्रीमान् १२३ कि\u0902 नमस्ते",
    "বাংলা ভাষা। தமிழ் மொழி. తెలుగు భాష ಕನ್ನಡ മലയാളം ગુજરાતી ਪੰਜਾਬੀ සිංහල",
    "ภาษาไทยเป็นภาษาที่มีวรรณยุกต์ น้ำใจ กำลัง เก่ง ๑๒๓",
    "မြန်မာဘာသာ ភាសាខ្មែរ ພາສາລາວ བོད་སྐད། ཀྵ ꦗꦮ ᮞᮥᮔ᮪ᮓ",
    "Русский язык — один из славянских. Ёлка, ёж, Йод, й и\u0306, ЩУКА!",
    "Ελληνική γλώσσα: ΟΔΥΣΣΕΥΣ, ὀδυσσεύς, ᾧ, ΐ και ς",
    "Türkçe: İstanbul, ISPARTA, ığdır. Deutsch: Straße, STRASSE, ẞ, Ä Ö Ü äöü",
    "Tiếng Việt: Nguyễn Phú Trọng, ệ e\u0302\u0323 e\u0323\u0302, Đường",
    "Čeština: příliš žluťoučký kůň. Polski: zażółć gęślą jaźń. Íslenska: þæð",
    "Hawaiʻi ʼn ŉ ǅ ǆ Ǆ ﬁ ﬂ ﬃ ﬆ ﷺ ㍿ ㋿ ㌀ ½ ¼ ² ³ Ⅷ ⅷ ① ⑳ ０１２ ＡＢＣ",
    "ქართული ᲥᲐᲠᲗᲣᲚᲘ հայերեն ՀԱՅ ᎣᏏᏲ ꭰ ᐃᓄᒃᑎᑐᑦ አማርኛ ዐ፩ ⵜⴰⵎⴰⵣⵉⵖⵜ",
    "👍🏽 👩‍👩‍👧‍👦 🏳️‍🌈 🇯🇵🇫🇷 ❤️ ☎︎ 1️⃣ #️⃣ 🧑🏿‍🚀 👨‍❤️‍💋‍👨 🫠",
    "∀x∈ℝ: ⌈x⌉ = −⌊−x⌋, α ∧ ¬β → ∞ ± × ÷ √2 ≈ 1.414 € £ ¥ ¢ ₿",
    "e\u0301 é e\u0301\u0323 \u0301e \u0301\u0301\u0301 a\u0300\u0315\u0334 Å Å A\u030a \u0344 \u0f73\u0f71 \u1d15e\u0334",
    "x\u0000y\u0001z\u0007\u0008 \u000b\u000c\u001c\u001d\u0085 \u00a0\u1680\u2000\u2003\u200a\u2028\u2029\u202f\u205f\u3000.",
    "zero\u200bwidth\u200c\u200djoin\u2060\ufeffbom\u00ad soft\u180e mongolian \u061c\u200e\u200f\u202a\u202e\u2066\u2069",
    "\ufffd\ufffe\uffff \ue000\uf8ff \U000f0000 \U0010ffff \u0378\u0379 \U000e0041 \ufdd0 tag",
    "[MASK] a   [MASK]b [UNK][PAD] [CLS] x [SEP] <s> </s><mask> <pad> <unk> <|endoftext|> |||EMAIL_ADDRESS|||",
    "▁already ▁ meta ▁▁ Ġgpt ĊĠ <0x0A> <0xE3> ##ing ## # @@ </w>",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "antidisestablishmentarianism unaffable tokenization HuggingFace WordPiece iPhone15ProMax 3rd 2nd",
    "  two  spaces   three    four\ttab\t\ttabs\nline\n\n\nlines\r\ncrlf\r \n mixed \t \n end   ",
    "it's IT'S It'S we'RE they'VE I'M he'D she'LL ca'T 'sup ''s ’s don’t ſ'ſ 'ſ K'K",
]
PIECES = [
    "", " ", "  ", "   ", "\t", "\n", "\r\n", "\u00a0", "\u3000", "\u2003", "\u200b", "\u200d", "\ufe0f", "\u0301",
    "\u0323", "\u0334", "\u0345", "\u302e", "\u16ff0", "\u1b44", "\U0001d165", "\U0001d15e", "\u0f73", "\u0e33",
    "\u0903", "\u094d", "a", "A", "ß", "é", "e\u0301", "İ", "ı", "中", "日", "の", "ガ", "か\u3099", "각", "\u1100", "\u1161",
    "\u11a8", "א", "ب", "ต", "\u0600", "\u06dd", "ਕ", "👍", "🏽", "👨‍👩‍👧", "🇯", "🇵", "❤️", "©", "®", ".", ",", "'",
    "''", "\"", "-", "--", "_", "$", "+", "<", "=", "^", "`", "|", "~", "、", "。", "！", "1", "23", "456", "²", "½", "Ⅷ",
    "٣", "१", "０", "'s", "'T", "[MASK]", "[SEP]", "<mask>", "<s>", "##", "▁", "Ġ", "<0x41>", "\u0000", "\u0085", "\u000b",
    "\u001f", "\ufffd", "\ue000", "\u0378", "ﬁ", "㍿", "㋿", "\u1e9b\u0323", "ǆ", "word", "Words", "ing", "the", "un",
]
BLOCKS = [
    (0x20, 0x7F), (0x80, 0x250), (0x250, 0x370), (0x370, 0x530), (0x530, 0x800), (0x900, 0xE00), (0xE00, 0x1100),
    (0x1100, 0x1200), (0x1200, 0x1E00), (0x1E00, 0x2000), (0x2000, 0x2C00), (0x2C00, 0x3000), (0x3000, 0x3400),
    (0x4E00, 0x5000), (0xA000, 0xAC00), (0xAC00, 0xB000), (0xF900, 0xFB00), (0xFB00, 0x10000), (0x10000, 0x12000),
    (0x16000, 0x17000), (0x1D100, 0x1D800), (0x1F000, 0x1FB00), (0x20000, 0x20100), (0x2F800, 0x2FA20), (0xE0000, 0xE0200),
]


def scalar(random_source):
    low, high = random_source.choice(BLOCKS)
    value = random_source.randrange(low, high)
    return "x" if 0xD800 <= value <= 0xDFFF else chr(value)


def mixture(source):
    """One text; some are sentences cut and glued, others come from the worst pieces, others from anywhere."""
    kind = source.random()
    if kind < 0.35:
        parts = source.choices(SENTENCES, k=source.randint(1, 3))
        return source.choice([" ", "", "\n"]).join(p[source.randint(0, 8):] if source.random() < 0.3 else p for p in parts)
    if kind < 0.75:
        return "".join(source.choices(PIECES, k=source.randint(0, 14)))
    if kind < 0.9:
        return "".join(scalar(source) for _ in range(source.randint(1, 24)))
    words = " ".join(source.choices(SENTENCES, k=source.randint(1, 4))).split(" ")
    source.shuffle(words)
    return " ".join(words)[:source.randint(1, 400)]


def texts(count, seed=20):
    source = random.Random(seed)
    fixed = SENTENCES + PIECES + ["a" * 99, "a" * 100, "a" * 101, "é" * 100, "é" * 101, "漢" * 120, " " * 300, "\n" * 300]
    return (fixed + [mixture(source) for _ in range(max(0, count - len(fixed)))])[:count]


def pairs(count, seed=21):
    """Pairs with every truncation strategy and direction, or with none."""
    source = random.Random(seed)
    result = []
    for _ in range(count):
        request = {"text": mixture(source), "pair": mixture(source), "special": source.random() < 0.85}
        if source.random() < 0.15:
            del request["pair"]
        if source.random() < 0.7:
            request["max"] = source.choice([4, 5, 6, 7, 8, 10, 11, 12, 13, 16, 20, 32, 33, 64, 128])
            request["strategy"] = source.choice(["longest_first", "longest_first", "only_first", "only_second"])
            request["direction"] = source.choice(["right", "left"])
        result.append(request)
    return result


def requests(count, seed=20):
    """Half texts, half pairs."""
    return [{"text": t} for t in texts(count - count // 2, seed)] + pairs(count // 2, seed + 1)


def every_scalar(width=64):
    """Each scalar of Unicode once, between letters and spaces."""
    values = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]
    contexts = ["a{}b ", "{} ", "1{}", "é{}", "{}\u0301 "]
    for number, start in enumerate(range(0, len(values), width)):
        context = contexts[number % len(contexts)]
        yield "".join(context.format(chr(c)) for c in values[start:start + width])


def long_texts():
    """Runs that are quadratic in a careless implementation."""
    yield "a" * 1_000_000
    yield "ab" * 100_000
    yield "日本" * 50_000
    yield " " * 100_000
    yield "e\u0301" * 50_000
    yield "a" + "\u0301" * 20_000 + "\u0323" * 20_000
    yield "[MASK" * 20_000
    yield " ".join(SENTENCES) * 20

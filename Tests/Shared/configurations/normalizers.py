"""Random normalizers."""

from .charsmaps import charsmap

REGEXES = ["[0-9]", r"\p{N}{1,3}", r"\p{L}{2}", "[a-z]{2,3}", "[0-9]+", r"\p{N}", r"\p{L}+", r"[\p{P}\p{S}]", r"[\p{M}a-cぁ-ん]+", "\\p{Zs}", "[\\u00AD\\u200B\\u200C\\u200D\\u2060\\uFEFF]", " {2,}", "\\s+", "\\n", "[ \\t]+", "\\s"]


def simple_normalizer(source):
    return source.choice([
        lambda: {"type": "BertNormalizer", "clean_text": source.random() < 0.8, "handle_chinese_chars": source.random() < 0.8,
                 "strip_accents": source.choice([None, True, False]), "lowercase": source.random() < 0.6},
        lambda: {"type": source.choice(["NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "Nmt"])},
        lambda: {"type": source.choice(["NFC", "NFD", "NFKC", "NFKD"])},
        lambda: {"type": "Strip", "strip_left": source.random() < 0.7, "strip_right": source.random() < 0.7},
        lambda: {"type": "Replace", "pattern": {"String": source.choice([" ", "  ", "''", "a", "aa", "é", "\n", "``"])},
                 "content": source.choice(["▁", "", "x", "\"", "日本", "  "])},
        lambda: {"type": "Replace", "pattern": {"Regex": source.choice(REGEXES)},
                 "content": source.choice([" ", "▁", "", "xy"])},
        lambda: {"type": "Prepend", "prepend": source.choice(["▁", " ", "ab"])},
        lambda: {"type": "Precompiled", "precompiled_charsmap": charsmap(source)},
    ])()


def normalizer(source, byte_level=False):
    if source.random() < 0.25:
        return None
    if source.random() < 0.5:
        return simple_normalizer(source)
    steps = [simple_normalizer(source) for _ in range(source.randint(1, 4))]
    if byte_level and source.random() < 0.3:
        steps.append({"type": "ByteLevel"})
    return {"type": "Sequence", "normalizers": steps}

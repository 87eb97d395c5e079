"""Random pre-tokenizers."""

from .normalizers import REGEXES

BEHAVIORS = ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]
PATTERNS = [
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+",
    r"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"
    r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"
    r"|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
]


def simple_pre_tokenizer(source):
    return source.choice([
        lambda: {"type": source.choice(["BertPreTokenizer", "Whitespace", "WhitespaceSplit", "UnicodeScripts"])},
        lambda: {"type": "Digits", "individual_digits": source.random() < 0.5},
        lambda: {"type": "Punctuation", "behavior": source.choice(BEHAVIORS)},
        lambda: {"type": "CharDelimiterSplit", "delimiter": source.choice(["a", " ", "日", "\n"])},
        lambda: {"type": "Split", "pattern": {"String": source.choice([" ", "a", "aa", "日本", "\n", "▁"])},
                 "behavior": source.choice(BEHAVIORS), "invert": source.random() < 0.3},
        lambda: {"type": "Split", "pattern": {"Regex": source.choice(PATTERNS + REGEXES)},
                 "behavior": source.choice(["Isolated", "Isolated"] + BEHAVIORS), "invert": source.random() < 0.3},
        lambda: {"type": "Metaspace", "replacement": source.choice(["▁", "▁", "_"]),
                 "prepend_scheme": source.choice(["always", "first", "never"]), "split": source.random() < 0.7},
        lambda: {"type": "Metaspace", "replacement": "▁", "add_prefix_space": True},
    ])()


def byte_level_step(source):
    return {"type": "ByteLevel", "add_prefix_space": source.random() < 0.5, "trim_offsets": source.random() < 0.5,
            "use_regex": source.random() < 0.7}


def pre_tokenizer(source, byte_level):
    if byte_level:
        steps = [byte_level_step(source)]
        if source.random() < 0.5:
            steps = [simple_pre_tokenizer(source) for _ in range(source.randint(1, 2))] + steps
            return {"type": "Sequence", "pretokenizers": steps}
        return steps[0]
    if source.random() < 0.15:
        return None
    if source.random() < 0.6:
        return simple_pre_tokenizer(source)
    return {"type": "Sequence", "pretokenizers": [simple_pre_tokenizer(source) for _ in range(source.randint(1, 3))]}

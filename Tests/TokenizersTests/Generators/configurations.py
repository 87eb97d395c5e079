"""Small random tokenizers: every component and every setting, in any combination."""

import base64
import random
import struct

import corpus

LETTERS = list("abcdefghijklmnopqrstuvwxyzABCDEFT0123456789.,'!?-_ ") + [
    "é", "ß", "中", "日", "の", "ガ", "▁", "Ġ", "Ċ", "ı", "İ", "Я", "ё", "ب", "ต", "्", "क", "각", "\u0301", "👍", "\u200d", "ﬁ", "½"]
WORDS = ["the", "and", "ing", "cat", "on", "un", "aff", "able", "tion", "in", "re", "日本", "です", "は", "中国", "'s", "ll", "ve",
         "10", "20", "aa", "aaa", "aaaa", "ab", "bc", "нa", "ск", "ال", "กา", "का", "e\u0301", "!!", "..", "  ", "▁▁", "MASK"]
BYTE_ALPHABET = {}


def byte_alphabet():
    if not BYTE_ALPHABET:
        printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
        extra = 0
        for byte in range(256):
            if byte in printable:
                BYTE_ALPHABET[byte] = chr(byte)
            else:
                BYTE_ALPHABET[byte] = chr(256 + extra)
                extra += 1
    return BYTE_ALPHABET


def byte_text(text):
    alphabet = byte_alphabet()
    return "".join(alphabet[b] for b in text.encode())


def vocabulary(source, pieces):
    pieces = list(dict.fromkeys(pieces))
    return {piece: number for number, piece in enumerate(pieces)}


def sample_pieces(source):
    words = source.sample(WORDS, source.randint(5, len(WORDS))) + source.sample(LETTERS, source.randint(20, len(LETTERS)))
    text = " ".join(source.sample(corpus.SENTENCES, 3))
    return words + [w[:source.randint(1, 6)] for w in source.sample(text.split(), min(10, len(text.split())))]


def word_piece(source):
    prefix = source.choice(["##", "##", "@@", ""])
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + [
        (prefix if source.random() < 0.5 else "") + p.lower() for p in sample_pieces(source) + sample_pieces(source)]
    return {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": prefix,
            "max_input_chars_per_word": source.choice([100, 100, 5, 12]), "vocab": vocabulary(source, pieces)}


def word_level(source):
    pieces = ["[UNK]", "[CLS]", "[SEP]"] + sample_pieces(source) + ["▁" + w for w in source.sample(WORDS, 5)]
    return {"type": "WordLevel", "unk_token": "[UNK]", "vocab": vocabulary(source, pieces)}


def bpe(source, byte_level=False):
    settings = {
        "dropout": None, "unk_token": source.choice([None, "[UNK]", "[UNK]"]),
        "continuing_subword_prefix": source.choice([None, None, "", "##"]),
        "end_of_word_suffix": source.choice([None, None, "", "</w>"]),
        "fuse_unk": source.random() < 0.5, "byte_fallback": source.random() < 0.4,
        "ignore_merges": source.random() < 0.4}
    if byte_level:
        settings.update(continuing_subword_prefix=None, end_of_word_suffix=None, byte_fallback=False)
        units = list(byte_alphabet().values())
        if source.random() < 0.3:
            units = source.sample(units, 200)
    else:
        units = source.sample(LETTERS, source.randint(20, len(LETTERS)))
    prefix, suffix = settings["continuing_subword_prefix"] or "", settings["end_of_word_suffix"] or ""
    tokens = ["[UNK]", "[CLS]", "[SEP]"] + units
    if prefix:
        tokens += [prefix + u for u in units if source.random() < 0.9]
    if suffix:
        tokens += [t + suffix for t in tokens[3:] if source.random() < 0.7]
    if settings["byte_fallback"]:
        tokens += [f"<0x{b:02X}>" for b in range(256) if source.random() < 0.98]
    known, merges = dict.fromkeys(tokens), []
    words = [byte_text(w) if byte_level else w for w in
             WORDS * 2 + " ".join(source.sample(corpus.SENTENCES, 4)).replace(" ", " \u0120" if not byte_level else " ").split()]
    seen = set()
    for word in words:
        parts = list(word)
        parts = [p if i == 0 else prefix + p for i, p in enumerate(parts)]
        if parts and suffix and source.random() < 0.6:
            parts[-1] += suffix
        while len(parts) > 1:
            at = source.randrange(len(parts) - 1)
            left, right = parts[at], parts[at + 1]
            if left not in known or right not in known or source.random() < 0.15:
                break
            joined = left + right[len(prefix):]
            if (left, right) not in seen:
                seen.add((left, right))
                merges.append((left, right))
                known[joined] = None
            parts[at:at + 2] = [joined]
    source.shuffle(merges)
    tokens = list(known)
    if source.random() < 0.3:
        tokens += [byte_text(" the") if byte_level else "theand", byte_text("日本") if byte_level else "日本です"]
    written = [list(m) for m in merges]
    if source.random() < 0.5 and not any(" " in a or " " in b for a, b in merges):
        written = [f"{a} {b}" for a, b in merges]
    return {"type": "BPE", **settings, "vocab": vocabulary(source, tokens), "merges": written}


def unigram(source):
    pieces = [["<unk>", 0.0], ["<s>", 0.0], ["</s>", 0.0]]
    fallback = source.random() < 0.5
    if fallback:
        pieces += [[f"<0x{b:02X}>", -20.0] for b in range(256) if source.random() < 0.995]
    words = sample_pieces(source) + ["▁" + p for p in sample_pieces(source)] + ["▁", "aa", "aaa", "▁a"]
    known = {p for p, _ in pieces}
    for word in words:
        if word not in known:
            known.add(word)
            pieces.append([word, source.choice([-1.0, -2.0, -2.5, -3.0, -source.random() * 12, 0.5])])
    unk = source.choice([0, 0, 0, None])
    return {"type": "Unigram", "unk_id": unk, "vocab": pieces, "byte_fallback": fallback}


def charsmap(source):
    """A charsmap as SentencePiece lays it out, of a few random rules."""
    rules = {}
    keys = ["ﬁ", "½", "Ａ", "ｶ", "ｶ\uff9e", "\u3000", "\u00a0", "\u0301", "e\u0301", "㌀", "\u200b", "ab", "a", "A", "İ", "\u00ad", "ß",
            "क\u094d", "각", "\u1100\u1161", "👍", "\t", "\n", "É", "か\u3099", "。", "\u0000x"]
    values = ["fi", "1⁄2", "A", "カ", "ガ", " ", "", "x", "é", "アパート", "a", "i\u0307", "ss", "\u0301", "ガガ", "漢字"]
    for key in source.sample(keys, source.randint(1, len(keys) - 1)):
        if "\0" not in key:
            rules[key.encode()] = source.choice(values)
    blob, offsets = b"", {}
    for value in dict.fromkeys(rules.values()):
        offsets[value] = len(blob)
        blob += value.encode() + b"\0"
    return base64.b64encode(double_array({k: offsets[v] for k, v in rules.items()}) + blob).decode()


def double_array(entries):
    """A Darts-clone double array of byte strings."""
    trie = {}
    for key, value in entries.items():
        node = trie
        for byte in key:
            node = node.setdefault(byte, {})
        node[None] = value
    units = {0: 0}
    used, bases = {0}, set()

    def place(node, position, label):
        labels = [0 if b is None else b for b in node]
        offset = 1
        # The children stand at base ^ label; two nodes with one base would take each other's children for theirs.
        while (position ^ offset) in bases or any((position ^ offset ^ b) in used for b in labels):
            offset += 1
        base = position ^ offset
        bases.add(base)
        for b in labels:
            used.add(base ^ b)
        units[position] = label | (offset << 10) | (0x100 if None in node else 0)
        for byte, child in node.items():
            if byte is None:
                units[base] = child | (1 << 31)
        for byte, child in node.items():
            if byte is not None:
                place(child, base ^ byte, byte)

    place(trie, 0, 0)
    size = max(units) + 256
    return struct.pack("<I", size * 4) + b"".join(struct.pack("<I", units.get(i, 0)) for i in range(size))


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


def post_processor(source, names):
    cls, sep = source.choice(names), source.choice(names)

    def template():
        piece = lambda name, type_id: {"SpecialToken": {"id": name, "type_id": type_id}}
        text = lambda name, type_id: {"Sequence": {"id": name, "type_id": type_id}}
        second = source.choice([0, 1, 2])
        single = [piece(cls, 0), text("A", source.choice([0, 0, 3])), piece(sep, 0)]
        pair = [piece(cls, 0), text("A", 0), piece(sep, 0), *([piece(sep, 0)] if source.random() < 0.3 else []),
                text("B", second), piece(sep, second)]
        if source.random() < 0.1:
            pair = [text("B", 1), piece(sep, 0), text("A", 0)]
        if source.random() < 0.1:
            single, pair = [text("A", 0)], [text("A", 0), text("B", 1)]
        tokens = {name: {"id": name, "ids": [n, 7][:k], "tokens": [name, "extra"][:k]}
                  for n, name in enumerate(dict.fromkeys([cls, sep])) for k in [source.choice([1, 1, 1, 2])]}
        return {"type": "TemplateProcessing", "single": single, "pair": pair, "special_tokens": tokens}

    def trimming():
        return {"type": "ByteLevel", "add_prefix_space": source.random() < 0.5, "trim_offsets": source.random() < 0.7,
                "use_regex": True}

    return source.choice([
        lambda: None, template, template,
        lambda: {"type": "BertProcessing", "sep": [sep, 2], "cls": [cls, 1]},
        lambda: {"type": "RobertaProcessing", "sep": [sep, 2], "cls": [cls, 1], "trim_offsets": source.random() < 0.7,
                 "add_prefix_space": source.random() < 0.5},
        trimming,
        lambda: {"type": "Sequence", "processors": [trimming(), template()]},
    ])()


def decoder(source):
    simple = lambda: source.choice([
        lambda: {"type": "WordPiece", "prefix": source.choice(["##", ""]), "cleanup": source.random() < 0.5},
        lambda: {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
        lambda: {"type": "Metaspace", "replacement": "▁", "prepend_scheme": source.choice(["always", "never", "first"]),
                 "split": True},
        lambda: {"type": "BPEDecoder", "suffix": "</w>"},
        lambda: {"type": "CTC", "pad_token": "<pad>", "word_delimiter_token": "|", "cleanup": source.random() < 0.5},
        lambda: {"type": "Replace", "pattern": {"String": source.choice(["▁", "a"])}, "content": source.choice([" ", "bb", ""])},
        lambda: {"type": "Fuse"}, lambda: {"type": "ByteFallback"},
        lambda: {"type": "Strip", "content": source.choice([" ", "a"]), "start": source.choice([0, 1, 2]), "stop": 0},
    ])()
    return source.choice([
        lambda: None, simple,
        lambda: {"type": "Sequence", "decoders": [simple() for _ in range(source.randint(1, 3))]},
        lambda: {"type": "Sequence", "decoders": [
            {"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"},
            {"type": "Strip", "content": " ", "start": 1, "stop": 0}]},
    ])()


def added_tokens(source, first_id):
    contents = ["[MASK]", "[CLS]", "[SEP]", "<s>", "</s>", "<mask>", "  ", "   ", "word", "Words", "日本", "é", "the", "un", "a", "aa",
                "THE", "\n", "[MASK]b", "▁▁", "ing the", "İ", "e\u0301"]
    chosen = source.sample(contents, source.choice([0, 1, 3, 6, 10]))
    flag = lambda p: source.random() < p
    return [{"id": first_id + n, "content": c, "single_word": flag(0.25), "lstrip": flag(0.3), "rstrip": flag(0.3),
             "normalized": flag(0.4), "special": flag(0.5)} for n, c in enumerate(chosen)]


def is_ambiguous(configuration, normalize):
    """Whether two added tokens match one text, or one matches nothing: the reference then goes by chance."""
    forms = [normalize(t["content"]) for t in configuration["added_tokens"] if t["normalized"]]
    return "" in forms or len(set(forms)) < len(forms)


FAMILIES = ["WordPiece", "WordLevel", "BPE", "ByteBPE", "Unigram"]


def tokenizer(seed, family=None):
    """A tokenizer.json as a dictionary."""
    source = random.Random(seed)
    family = family or source.choice(FAMILIES)
    byte_level = family == "ByteBPE"
    model = {"WordPiece": word_piece, "WordLevel": word_level, "Unigram": unigram, "BPE": bpe,
             "ByteBPE": lambda s: bpe(s, byte_level=True)}[family](source)
    names = ["[CLS]", "[SEP]", "<s>"]
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": added_tokens(source, len(model["vocab"])), "normalizer": normalizer(source, byte_level),
        "pre_tokenizer": pre_tokenizer(source, byte_level), "post_processor": post_processor(source, names),
        "decoder": decoder(source), "model": model}

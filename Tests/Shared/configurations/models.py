"""Random models: WordPiece, WordLevel, BPE, Unigram."""

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

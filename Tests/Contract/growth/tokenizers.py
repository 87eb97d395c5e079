"""tokenizer.json, and texts that tokenizers work hard on."""

import json

from .kinds import change, kind, load

BOTH = ("tokenizer.json", "ranking_model/tokenizer.json")


def tokenizer(p, **values):
    for path in BOTH:
        change(p / path, **values)


def added(start, n, content="<t{}>", **values):
    return [
        {"id": start + i, "content": content.format(i), "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
         "special": False, **values}
        for i in range(n)
    ]


def highest(p):
    whole = load(p / BOTH[0])
    ids = [*whole["model"]["vocab"].values(), *(token["id"] for token in whole["added_tokens"])]
    return max(ids) + 1


def more_tokens(p, n, **values):
    tokenizer(p, added_tokens=load(p / BOTH[0])["added_tokens"] + added(highest(p), n, **values))


@kind("added tokens", 5_000)
def added_tokens(p, n):
    more_tokens(p, n)


@kind("special tokens", 5_000)
def special_tokens(p, n):
    more_tokens(p, n, special=True)


@kind("normalized tokens", 5_000)
def normalized_tokens(p, n):
    more_tokens(p, n, normalized=True)


@kind("added tokens, each the beginning of the next", 500)
def nested_tokens(p, n):
    start = highest(p)
    more = [{**token, "content": "a" * (i + 1) + "!"} for i, token in enumerate(added(start, n))]
    tokenizer(p, added_tokens=load(p / BOTH[0])["added_tokens"] + more)


@kind("added tokens without an order", 5_000)
def shuffled_tokens(p, n):
    tokenizer(p, added_tokens=load(p / BOTH[0])["added_tokens"] + added(highest(p), n)[::-1])


@kind("added_tokens_decoder", 5_000)
def decoder(p, n):
    change(p / "tokenizer_config.json", added_tokens_decoder={str(token["id"]): {k: v for k, v in token.items() if k != "id"} for token in added(highest(p), n)})


@kind("added_tokens_decoder and added tokens", 3_000)
def decoder_and_tokens(p, n):
    decoder(p, n)
    more_tokens(p, n)


@kind("additional_special_tokens", 5_000)
def additional(p, n):
    change(p / "tokenizer_config.json", additional_special_tokens=[f"<t{i}>" for i in range(n)])


@kind("vocabulary", 100_000)
def vocabulary(p, n):
    whole = load(p / BOTH[0])
    start = highest(p)
    vocab = {**whole["model"]["vocab"], **{f"w{i}": start + i for i in range(n)}}
    tokenizer(p, model={**whole["model"], "vocab": vocab})


@kind("words of the vocabulary, each the beginning of the next", 300)
def nested_words(p, n):
    whole = load(p / BOTH[0])
    start = highest(p)
    vocab = {**whole["model"]["vocab"], **{"z" * (i + 2): start + i for i in range(n)}}
    tokenizer(p, model={**whole["model"], "vocab": vocab})


@kind("two files of tokenizers that differ", 50_000)
def two_files(p, n):
    vocabulary(p, n)
    path = p / BOTH[1]
    path.write_text(path.read_text() + " ")


@kind("normalizers", 3_000)
def normalizers(p, n):
    tokenizer(p, normalizer={"type": "Sequence", "normalizers": [{"type": "Lowercase"}] * n})


@kind("pre-tokenizers", 3_000)
def pre_tokenizers(p, n):
    tokenizer(p, pre_tokenizer={"type": "Sequence", "pretokenizers": [{"type": "Whitespace"}] * n})


@kind("steps of a template", 1_000)
def steps(p, n):
    change(p / BOTH[0])
    post = {"type": "TemplateProcessing", "single": [{"Sequence": {"id": "A", "type_id": 0}}] * 1 + [{"SpecialToken": {"id": "[SEP]", "type_id": 0}}] * n,
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {"[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]}}}
    tokenizer(p, post_processor=post)


def alone(p, model, **parts):
    """A tokenizer.json of its own in the place of the package."""
    whole = {"version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "normalizer": None, "pre_tokenizer": None,
             "post_processor": None, "decoder": None, "model": model, **parts}
    (p / "tokenizer.json").write_text(json.dumps(whole))


def pairs(p, text):
    (p.parent / "in").write_text(json.dumps({"text": text}) + "\n")
    return ["tokenize", "p/tokenizer.json", "--input", "in", "--format", "json"]


LETTERS = "abcdefghijklmnopqrstuvwxyz"


def merges_model(n, words):
    vocab = {letter: i for i, letter in enumerate(LETTERS)}
    merges = []
    for word in words(n):
        if word not in vocab:
            vocab[word] = len(vocab)
            merges.append([word[:-1], word[-1]])
    return {"type": "BPE", "vocab": vocab, "merges": merges, "unk_token": None, "byte_fallback": False}


def all_words(n):
    """Words whose beginnings are words."""
    queue, count = list(LETTERS), 0
    for word in queue:
        for letter in LETTERS:
            if count >= n:
                return
            queue.append(word + letter)
            yield word + letter
            count += 1


@kind("merges", 20_000, needs_package=False)
def merges(p, n):
    alone(p, merges_model(n, all_words))
    return pairs(p, "abc")


@kind("letters of a word, merges", 100_000, needs_package=False)
def merged_word(p, n):
    alone(p, merges_model(2_000, all_words))
    return pairs(p, LETTERS * (n // 26))


@kind("equal letters of a word, merges", 100_000, needs_package=False)
def equal_letters(p, n):
    alone(p, merges_model(200, lambda count: ("a" * (i + 2) for i in range(count))))
    return pairs(p, "a" * n)


@kind("letters of a word, word pieces", 100_000, needs_package=False)
def pieces(p, n):
    vocab = {"[UNK]": 0, **{f"##{'a' * (i + 1)}": i + 1 for i in range(50)}, "a": 60}
    alone(p, {"type": "WordPiece", "vocab": vocab, "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 10**9})
    return pairs(p, "a" * n)


@kind("letters of a word that is no word, word pieces", 100_000, needs_package=False)
def no_pieces(p, n):
    vocab = {"[UNK]": 0, "##a": 1, "a": 2}
    alone(p, {"type": "WordPiece", "vocab": vocab, "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 10**9})
    return pairs(p, "a" * n + "b")


@kind("letters of a word, unigrams", 50_000, needs_package=False)
def unigrams(p, n):
    vocab = [["<unk>", 0.0]] + [["a" * (i + 1), -1.0 - i] for i in range(30)]
    alone(p, {"type": "Unigram", "vocab": vocab, "unk_id": 0})
    return pairs(p, "a" * n)


@kind("unigrams", 30_000, needs_package=False)
def many_unigrams(p, n):
    vocab = [["<unk>", 0.0]] + [[f"w{i}", -1.0] for i in range(n)]
    alone(p, {"type": "Unigram", "vocab": vocab, "unk_id": 0})
    return pairs(p, "w1 w2")


PARTS = {
    "Lowercase": {"normalizer": {"type": "Lowercase"}},
    "NFC": {"normalizer": {"type": "NFC"}},
    "NFKD": {"normalizer": {"type": "NFKD"}},
    "BertNormalizer": {"normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True}},
    "StripAccents": {"normalizer": {"type": "StripAccents"}},
    "Replace": {"normalizer": {"type": "Replace", "pattern": {"String": "a"}, "content": "bb"}},
    "Replace of a long text": {"normalizer": {"type": "Replace", "pattern": {"String": "a" * 200 + "b"}, "content": "x"}},
    "Prepend": {"normalizer": {"type": "Prepend", "prepend": "x"}},
    "Strip": {"normalizer": {"type": "Strip", "strip_left": True, "strip_right": True}},
    "Whitespace": {"pre_tokenizer": {"type": "Whitespace"}},
    "BertPreTokenizer": {"pre_tokenizer": {"type": "BertPreTokenizer"}},
    "ByteLevel": {"pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True}},
    "Metaspace": {"pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}},
    "Punctuation": {"pre_tokenizer": {"type": "Punctuation", "behavior": "Isolated"}},
    "Digits": {"pre_tokenizer": {"type": "Digits", "individual_digits": True}},
    "Split merged with next": {"pre_tokenizer": {"type": "Split", "pattern": {"String": " "}, "behavior": "MergedWithNext", "invert": False}},
    "Split contiguous": {"pre_tokenizer": {"type": "Split", "pattern": {"String": " "}, "behavior": "Contiguous", "invert": False}},
}
TEXTS = {
    "letters": "a", "spaces": " ", "words": "ab ", "accents": "a" + "\u0301", "marks alone": "\u0301\u0323", "Hangul": "각",
    "jamo": "\u1100", "emoji": "👩\u200d", "Chinese": "山川", "punctuation": "?!.", "digits": "12", "line ends": "\n", "null": "\0",
    "flags": "🇩🇪", "long marks": "\u0327\u0301\u0328",
}
for _part, _parts in PARTS.items():
    for _text, _unit in TEXTS.items():

        @kind(f"tokenize, {_part}: {_text}", 60_000, needs_package=False)
        def tokenized(p, n, parts=_parts, unit=_unit):
            alone(p, {"type": "WordPiece", "vocab": {"[UNK]": 0, "a": 1, "##a": 2}, "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100}, **parts)
            return pairs(p, unit * (n // len(unit)))


@kind("added tokens in a text", 30_000, needs_package=False)
def tokens_in_text(p, n):
    alone(p, {"type": "WordPiece", "vocab": {"[UNK]": 0}, "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100},
          added_tokens=added(1, 3, "<t{}>"))
    return pairs(p, "<t0> x <t1>" * (n // 10))


@kind("nearly added tokens in a text", 100_000, needs_package=False)
def near_tokens_in_text(p, n):
    more = [{**token, "content": "a" * 200 + "!" * (i + 1)} for i, token in enumerate(added(1, 3))]
    alone(p, {"type": "WordPiece", "vocab": {"[UNK]": 0}, "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100},
          added_tokens=more)
    return pairs(p, "a" * n)


@kind("added tokens that strip spaces", 50_000, needs_package=False)
def stripping_tokens(p, n):
    alone(p, {"type": "WordPiece", "vocab": {"[UNK]": 0}, "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100},
          added_tokens=added(1, 1, "<t>", lstrip=True, rstrip=True, single_word=True))
    return pairs(p, ("x" + " " * 100 + "<t>" + " " * 100) * (n // 200))

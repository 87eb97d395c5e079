"""Small random tokenizers: every component and every setting, in any combination."""

import random

from .charsmaps import double_array
from .models import bpe, unigram, word_level, word_piece
from .normalizers import normalizer
from .pre_tokenizers import pre_tokenizer
from .processors import decoder, post_processor

__all__ = ["FAMILIES", "double_array", "is_ambiguous", "tokenizer"]

FAMILIES = ["WordPiece", "WordLevel", "BPE", "ByteBPE", "Unigram"]


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

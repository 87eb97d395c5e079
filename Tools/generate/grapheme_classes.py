"""Grapheme cluster classes, read off the Precompiled normalizer of `tokenizers`.

A charsmap that maps every first byte to "X" turns a cluster of less than six bytes into one X, and a longer one into
as many as it has scalars. That tells where the reference sees clusters, and from there what it takes a scalar for.
Numbers are raw values of GraphemeClass; regional indicators are left out, because no cluster with one and
anything else is short.
"""

import base64
import json
import sys

from output import ROOT
from tokenizers import Tokenizer

sys.path.insert(0, str(ROOT / "Tests/Shared"))

from configurations import double_array  # noqa: E402

MARK, JOINER, PICTURE, KA, VIRAMA = "\u0301", "\u200d", "\u00a9", "\u0915", "\u094d"


def counter():
    trie = double_array({bytes([byte]): 0 for byte in range(1, 256)})
    charsmap = base64.b64encode(trie + b"X\0").decode()
    normalizer = Tokenizer.from_str(json.dumps({
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "pre_tokenizer": None,
        "post_processor": None, "decoder": None,
        "normalizer": {"type": "Precompiled", "precompiled_charsmap": charsmap},
        "model": {"type": "WordLevel", "vocab": {"X": 0}, "unk_token": "X"}})).normalizer
    return lambda text: len(normalizer.normalize_str(text))


def grapheme_classes():
    count = counter()

    def joins(left, right):
        # Two scalars of three bytes each: together too long, apart short with the mark.
        return count(left + right + MARK) == 3

    result = {}
    for value in range(1, 0x110000):
        if 0xD800 <= value <= 0xDFFF:
            continue
        c = chr(value)
        if count(c + MARK + MARK) == 2:
            name = 1  # control
        elif count("a" + c) == 1:
            if c == JOINER:
                name = 6
            elif count(KA + c + KA + MARK) == 4:
                name = 13  # linker
            elif count(PICTURE + c + JOINER + PICTURE + MARK) != 5:
                name = 4  # spacing mark
            else:
                name = 2 if count(KA + VIRAMA + c + KA + MARK) == 5 else 3  # extend, in a conjunct or not
        elif count(c + "a") == 1:
            name = 5  # prepend
        elif count(c + JOINER + PICTURE + MARK) == 4:
            name = 7  # pictographic
        elif 0x800 <= value < 0x10000:
            if joins(c, "\u1100"):
                name = 8  # leading jamo
            elif joins("\u1100", c):
                second = joins(c, "\u1161")
                name = (9 if second else 10) if joins("\u1161", c) else (11 if second else 12)
            elif joins("\u11a8", c):
                name = 10  # trailing jamo
            elif count(c + VIRAMA + KA + MARK) == 4:
                name = 14  # consonant of a conjunct
            else:
                name = 0
        else:
            name = 14 if count(c + VIRAMA + KA + MARK) == 4 else 0
        result[value] = name
    result[0] = 1
    return result

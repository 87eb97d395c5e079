"""The pairs that a model is asked about before it is saved: the same that `pruning-pack record` asks about."""

from __future__ import annotations

from typing import List, NamedTuple, Optional, Sequence, Tuple

CUT_LENGTH = 512
"""Tokens of the pair that is cut off."""

LIMIT = 256
"""The most cases that reference_outputs.json may have."""


class Pair(NamedTuple):
    """A query and a passage; `max_length` is set where the pair is cut to less than the package's max_length."""

    query: str
    document: str
    max_length: Optional[int] = None


def standard_pairs(max_length: int) -> List[Pair]:
    """Pairs that exercise a tokenizer where tokenizers go wrong; the last one is longer than `max_length` tokens."""
    length = min(max_length, CUT_LENGTH)
    sentence = "The ferry left at noon, and the keeper of the lighthouse counted 17 passengers on its deck. "
    cut = Pair(
        "How many passengers were on the ferry?",
        sentence * (length // 16 + 2),
        length if length < max_length else None,
    )
    return [Pair(*texts) for texts in TEXTS] + [cut]


TEXTS: Sequence[Tuple[str, str]] = (
    (
        "When was the lighthouse built?",
        "The lighthouse was built in 1873. Its keeper grew roses. Ferries pass it twice a day.",
    ),
    ("富士山の高さは？", "富士山は日本で最も高い山で、標高は３７７６メートルです。カタカナとひらがな、㌔も。"),
    ("北京的人口是多少？", "北京是中华人民共和国的首都，人口約2189萬。臺北則在南方。"),
    ("서울은 어디에 있습니까?", "서울은 대한민국의 수도이며 한강이 흐른다."),
    ("ما هي عاصمة مصر؟", "القاهرة هي عاصمة مصر، وتقع على نهر النيل. العَرَبِيَّةُ مُشَكَّلَة."),
    ("भारत की राजधानी क्या है?", "नई दिल्ली भारत की राजधानी है। क्षत्रिय, ज्ञान।"),
    ("เมืองหลวงของไทยคืออะไร", "กรุงเทพมหานครเป็นเมืองหลวงของประเทศไทย"),
    ("Где находится маяк?", "МАЯК стоит на Ёлочном мысе; Ӧ и й встречаются. Άλφα και ΩΜΕΓΑ, ς."),
    # Composed, decomposed, several marks on one letter, and ligatures.
    (
        "Où est le cafe\u0301 ?",
        "Le caf\u00e9 na\u00efve, A\u030angstr\u00f6m, Z\u0351\u036b\u0343a\u0328\u0301lgo, "
        "\ufb01n, stra\u00dfe, \u0130stanbul.",
    ),
    # Joined, coloured and flag emoji; a keycap; signs outside the basic plane.
    ("What does 👍🏽 mean?", "A 👨‍👩‍👧‍👦 family saw 🇯🇵 and 🏳️‍🌈, pressed 1️⃣ and wrote 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝟘𝟙𝟚 🫠."),
    ("What is the passage about?", ""),
    # Spaces of several kinds, line ends, a tab, zero-width and control characters.
    (
        "  spaces \t and\u00a0lines  ",
        "one\r\ntwo\n\n\tthree\u2003four\u200bfive\ufeffsix\u00adseven\u0007eight   ",
    ),
    (
        "Is [SEP] or </s> in the text?",
        "It says [CLS] and <s>, [MASK] and <mask>, ##ing, ▁word, <unk>, \ufffd, and https://example.org/a_b?c=%20#d.",
    ),
    (
        "What is the longest word?",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft-"
        + "supercalifragilistic" * 8
        + " 1,234.56e-7 don't U.S.A. C++ x=y&&z",
    ),
    # Data and code.
    ("What does the record say?", '{"id": 17, "ok": true, "tags": ["a", null], "when": "2026-11-30T07:19:00Z"}'),
    (
        "How much was paid?",
        "date;amount\n30/11/2026;€ 1.299,00\n2026-12-01;$5,000.50 (USD)\n\u2014;\u22123.2 %",
    ),
    (
        "Which function is called?",
        'def f(x):\n    return g(x) ** 2  # see `g`\n\nfor (int i = 0; i < 10; i++) { puts("%d"); }',
    ),
    # Both ends of the score: a passage that is the query, and two that have nothing to do with it.
    ("The lighthouse was built in 1873.", "The lighthouse was built in 1873."),
    (
        "When was the lighthouse built?",
        "Bread dough needs time to rise. Salt slows the yeast down. A hot oven gives a good crust.",
    ),
    ("How many moons does Mars have?", "The committee met on Tuesday and adjourned without a vote."),
)
"""In the order of Sources/PackValidation/Running/ReferencePairs.swift; a test compares them."""

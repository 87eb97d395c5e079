"""Sentences in the modelling file: its own splitter, the document that specifies it, and splitters of callers."""

import random
import re
import subprocess
import sys
import time

import pytest
import texts
from binary import REPOSITORY
from processing import prune
from support import QUERY, load


@pytest.fixture(scope="module")
def model(package):
    return load(package())


def test_a_splitter_of_ones_own(model):
    context = "  one, two ,three\n"
    result = prune(model, QUERY, context, threshold=0, sentence_splitter=lambda text: ["one,", "two", ",three"])
    assert result["kept_sentences"] == ["  one, ", "two ", ",three\n"] and result["pruned_context"] == context
    by_language = {"en": lambda text: text.splitlines(keepends=True), "xx": lambda text: []}
    assert prune(model, QUERY, "a\nb", threshold=0, sentence_splitter=by_language, language="en")["kept_sentences"] == [
        "a\n", "b",
    ]  # fmt: skip
    assert prune(model, QUERY, "a b", threshold=0, sentence_splitter=by_language, language="xx")["kept_sentences"] == ["a b"]
    with pytest.raises(ValueError, match="'de'"):
        prune(model, QUERY, "a", sentence_splitter=by_language, language="de")
    with pytest.raises(ValueError, match="does not have"):
        prune(model, QUERY, "a", sentence_splitter=lambda text: ["b"])


@pytest.mark.one_version
def test_splitting(model):
    """The pieces are the text, and stay as they are; Tests/Probes/Pruning compares them with the command's."""
    module = sys.modules[type(model).__module__]
    chooser = random.Random(5)
    for text in [texts.soup(chooser) for _ in range(1500)] + [document for _, document in texts.pairs(60)]:
        pieces = module.split_sentences(text)
        assert "".join(pieces) == text
        for piece in pieces:
            assert module.split_sentences(piece) == [piece]


@pytest.mark.one_version
def test_the_document_names_the_same_sets_and_words(model):
    module = sys.modules[type(model).__module__]
    document = (REPOSITORY / "docs/sentence-splitting.md").read_text(encoding="utf-8")
    words = [set(block.split()) for block in document.split("```\n")[1::2]]
    names = (
        "_NEVER", "_MAYBE", "_BEFORE_NUMBER", "_AFTER_POINT", "_BEFORE_ERA", "_YEARS", "_ERAS", "_BEFORE_ORDINAL",
        "_AFTER_ORDINAL", "_STARTERS", "_THAI_ON", "_THAI_OPEN", "_THAI_FIRST", "_THAI_LAST",
    )  # fmt: skip
    assert words == [set(getattr(module, name)) for name in names]

    rows = dict(re.findall(r"^\| ([^|]+) \| (.*U\+[^|]*) \|$", document, re.MULTILINE))
    named = {}
    for name, text in rows.items():
        named[name] = set()
        pattern = r"U\+([0-9A-F]{4,5})(?:–([0-9A-F]{4,5}))?( every second)?"
        for first, last, every_second in re.findall(pattern, text):
            named[name].update(range(int(first, 16), int(last or first, 16) + 1, 2 if every_second else 1))
    sets = {
        "line ends": module._LINE_ENDS, "spaces": module._SPACES, "hard marks": module._is_hard,
        "soft marks": module._SOFT, "brackets among them": module._BRACKETS, "closing": module._CLOSING,
        "Han and Kana": module._is_cjk, "script without marks": module._is_spaceless,
        "combining": module._is_combining, "continuing": module._CONTINUING, "unfinished": module._UNFINISHED,
        "particles": module._PARTICLES, "saying": module._SAYING, "lower-case letters": module._LOWER,
        "letters": re.compile(f"[{module._LETTERS}]"), "digits": "0123456789",
        "stops": module._word_stop - set(module._WHITE), "full stops among them": module._POINTS,
        "capital letters": map(chr, module._LOWERED), "Greek letters": module._borrowers[";"],
        "Armenian letters": module._borrowers[":"], "Indian scripts": re.compile(f"[{module._INDIC}]"),
        "Thai": module._is_thai, "Thai and Lao": module._is_pointed, "emoji": module._is_emoji,
        "superscripts": re.compile(f"[{module._SUPERSCRIPTS}]"),
    }
    for name, value in sets.items():
        if isinstance(value, re.Pattern):
            value = [chr(scalar) for scalar in range(0x110000) if value.match(chr(scalar))]
        assert named.pop(name) == {ord(character) for character in value}, name
    assert named.pop("opening") | {ord(opener) for opener in module._PAIRS} == {ord(c) for c in module._OPENING}
    named.pop("pairs")
    pairs = {}
    for opener, closers in re.findall(r"U\+(\S+) by ([^;]+)", rows["pairs"]):
        pairs[chr(int(opener, 16))] = {chr(int(closer, 16)) for closer in re.findall(r"U\+([0-9A-F]+)", closers)}
    assert pairs == {opener: set(closers) for opener, closers in module._PAIRS.items()}
    assert not named, "sets that no code has"
    for number in (
        "_PAIR_REACH", "_PAIR_DEPTH", "_PIECE_LIMIT", "_WRAPPED_LENGTH", "_SPACELESS_LENGTH", "_RUN_LIMIT",
        "_THAI_SHORT", "_THAI_LENGTH", "_THAI_LONG", "_DATE_LENGTH",
    ):  # fmt: skip
        value = getattr(module, number)
        assert re.search(rf"\b({value}|{ {4: 'four'}.get(value, value)})\b", document), number


@pytest.mark.parametrize(
    "bit",
    [
        "(", '" ', '"', "「a", "あ。", "A\n\n", "a\n", "```\n", "````\n~~~\n", "|a", "a ", "Word. ", "1.1.1", "\r\n",
        "a.[1]", "[1]", ". ", ".", "。", "！?", ")", "`", "*", "กข ", "e\u0301", "\u0301", "- ", "#", " ", "(a)",
    ],
)  # fmt: skip
@pytest.mark.one_version
def test_time_is_linear(model, bit):
    """Ten times the text takes about ten times as long, whatever it is made of."""
    split = sys.modules[type(model).__module__].split_sentences

    def seconds(count):
        times = []
        for text in (bit * count, "a." + bit * count + "b"):
            began = time.process_time()
            split(text)
            times.append(time.process_time() - began)
        return max(times)

    assert min(seconds(40_000) for _ in range(2)) < 40 * min(seconds(4_000) for _ in range(3)) + 0.02


@pytest.mark.one_version
def test_lower_case_is_that_of_unicode(model):
    """The table of capital letters has no wrong line; but that of the Turkish dotted I is not lowered to two scalars."""
    lowered = sys.modules[type(model).__module__]._LOWERED
    wrong = {chr(capital): chr(small) for capital, small in lowered.items() if chr(capital).lower() != chr(small)}
    assert wrong == {"İ": "ı"}


@pytest.mark.one_version
def test_words_are_those_of_the_document():
    """Of the two languages' files, too, that are made of it."""
    script = REPOSITORY / "Tools/generate/sentence_words.py"
    checked = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr

"""Which sentences stay: budget, rate, across and keep in `process`, where they stand (spans), and the command beside it."""

import json
import subprocess

import pytest
from binary import PRUNING_PACK
from processing import prune, without_timing
from support import MODES, PASSAGES, QUERY, load
from test_process_options import said  # noqa: F401

WORDS = ["The coral reef.", "Rain flows from the mountain to the river.", "A day.", "It is in the warm sea, in the sea."]
TEXT = " ".join(WORDS)


@pytest.fixture(scope="module")
def model(package):
    return load(package())


def tokens(model, text):
    """How many tokens of the text each of its sentences has."""
    passage = model.predict_with_pruning((QUERY, text))
    ends = [text.index(words) + len(words) for words in WORDS]
    starts = [start for start, _ in passage["offsets"]]
    return [sum(1 for start in starts if low <= start < high) for low, high in zip([0] + ends, ends)]


def chosen(model, **ask):
    """The numbers of the kept sentences."""
    return [WORDS.index(text.strip()) for text in prune(model, QUERY, TEXT, title=None, **ask)["kept_sentences"]]


def test_a_budget_is_filled_from_the_top(model, said):  # noqa: F811
    said(model, dict(zip(WORDS, (0.2, 0.9, 0.4, 0.3))))
    counts = tokens(model, TEXT)
    assert min(counts) > 1 and counts[1] > counts[0] + counts[2]
    assert chosen(model, budget=sum(counts)) == [0, 1, 2, 3]
    assert chosen(model, budget=sum(counts) - 1) == [1, 2, 3], "in the order of the context"
    assert chosen(model, budget=counts[1] + counts[2]) == [1, 2]
    assert chosen(model, budget=counts[1] + counts[2] - 1) == [1], "a sentence is whole or not there"
    assert chosen(model, budget=counts[0] + counts[2]) == [0, 2], "the next ones are tried"
    assert chosen(model, budget=0) == [] == chosen(model, rate=0)
    assert chosen(model, rate=1) == [0, 1, 2, 3]
    assert chosen(model, rate=(counts[1] + 0.5) / sum(counts)) == [1]
    assert chosen(model, rate=(counts[1] - 0.5) / sum(counts)) == chosen(model, budget=counts[1] - 1)
    assert prune(model, QUERY, TEXT, budget=0)["reranking_score"] == 0


def test_equal_probabilities_stay_in_order(model, said):  # noqa: F811
    said(model, dict.fromkeys(WORDS, 0.5))
    assert chosen(model, budget=tokens(model, TEXT)[0]) == [0]


def test_kept_texts_stay(model, said):  # noqa: F811
    said(model, dict(zip(WORDS, (0.2, 0.9, 0.4, 0.3))))
    counts = tokens(model, TEXT)
    assert chosen(model, threshold=0.5, keep="reef") == [0, 1]
    assert chosen(model, threshold=1, keep=["reef", "sea,"]) == [0, 3]
    assert chosen(model, threshold=1, keep=("Reef", "it is", "reef. Rain")) == [], "as it is written, in one sentence"
    assert counts[3] > counts[1]
    assert chosen(model, budget=counts[1], keep="A day") == [0, 2], "it is counted first"
    assert chosen(model, budget=0, keep="mountain") == [1], "and stays beyond the budget"


def test_a_title_comes_with_its_first_sentence(model, said):  # noqa: F811
    said(model, {**dict(zip(WORDS, (0.2, 0.9, 0.4, 0.3))), "x": 0.1})
    counts = tokens(model, TEXT)

    def kept(title="first_sentence", **ask):
        return [text.strip() for text in prune(model, QUERY, TEXT, title, always_select_title=True, **ask)["kept_sentences"]]

    assert kept(budget=counts[0] + counts[1]) == WORDS[:2]
    assert kept(budget=counts[0] + counts[1] - 1) == [WORDS[0], WORDS[2]]
    assert kept(budget=counts[0]) == WORDS[:1], "alone it is a sentence like others"
    assert kept(budget=counts[2]) == [], "which cannot be there without it"
    assert kept(budget=0, keep="A day") == [WORDS[0], WORDS[2]]
    assert kept("x", budget=counts[1]) == ["x", WORDS[1]], "a title that is no part of the text costs nothing"
    assert kept("x", budget=0) == []


def test_across_is_one_budget(model, said):  # noqa: F811
    said(model, dict(zip(WORDS, (0.2, 0.9, 0.4, 0.3))))
    count = tokens(model, TEXT)[1]
    contexts = [WORDS[0], WORDS[1], " ".join(WORDS[2:])]
    each = prune(model, QUERY, contexts, title=None, budget=count)["pruned_context"]
    assert each == [WORDS[0], WORDS[1], WORDS[2] + " "]
    across = prune(model, [QUERY, "sky"], [contexts, contexts[1:]], title=None, budget=count, across=True)
    assert across["pruned_context"] == [["", WORDS[1], ""], [WORDS[1], ""]]
    assert prune(model, QUERY, contexts, title=None, rate=1, across=True)["pruned_context"] == contexts
    above = prune(model, QUERY, contexts, title=None, threshold=0.35, across=True)["pruned_context"]
    assert above == prune(model, QUERY, contexts, title=None, threshold=0.35)["pruned_context"]


@pytest.mark.parametrize("strips", [False, True])
def test_spans_are_the_kept_text(model, strips):
    contexts = ["\n É title 𝄞\r\n  The sea é. \n\nRain 𝄞 flows. ", ["The river. ", "", " \n", " 𝄞 A day."], ""]
    for in_bytes in (False, True):
        for title in ("first_sentence", "x"):
            for first_line in (False, True) if title != "x" else (False,):
                for threshold in (0, 0.5):
                    result = prune(
                        model, QUERY, contexts, title, first_line, threshold=threshold, strip_sentences=strips,
                        return_spans=True, byte_offsets=in_bytes,
                    )  # fmt: skip
                    for context, spans, text in zip(contexts, result["spans"], result["pruned_context"]):
                        whole = "".join(context)
                        whole = whole.encode() if in_bytes else whole
                        parts = [whole[span["start"] : span["end"]] for span in spans]
                        assert (b"" if in_bytes else "").join(parts) == (text.encode() if in_bytes else text)
                    if title == "x" and threshold == 0:
                        said = [p for each in result["sentence_probabilities"] for p in each[1:]]
                        assert [span["probability"] for each in result["spans"] for span in each] == said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"threshold": 0.5, "budget": 3}, "at most one of"), ({"budget": 3, "rate": 0.5}, "at most one of"),
        ({"budget": -1}, "budget is -1"), ({"budget": 1.5}, "budget is 1.5"), ({"budget": "3"}, "budget is '3'"),
        ({"rate": -0.1}, "rate is -0.1"), ({"rate": 1.1}, "rate is 1.1"), ({"rate": "1"}, "rate is '1'"),
        ({"rate": float("nan")}, "rate is nan"), ({"keep": 3}, "a text of keep is int"),
        ({"keep": ["a", None]}, "a text of keep is NoneType"), ({"keep": ""}, "keep has an empty text"),
        ({"keep": "\ud800"}, "surrogate"),
    ],
)  # fmt: skip
def test_wrong_arguments_are_named(model, arguments, message):
    with pytest.raises(ValueError, match=message):
        prune(model, QUERY, TEXT, **arguments)


OPTIONS = [
    ({"budget": 9}, ["--budget", "9"]), ({"budget": 0, "keep": "sea"}, ["--budget", "0", "--keep", "sea"]),
    ({"rate": 0.4}, ["--rate", "0.4"]), ({"rate": 0.29}, ["--rate", "0.29"]),
    ({"budget": 30, "across": True}, ["--budget", "30", "--across"]),
    ({"rate": 0.3, "across": True, "keep": ["day", "none"]}, ["--rate", "0.3", "--across", "--keep", "day", "--keep", "none"]),
    ({"threshold": 0.5, "keep": ["É", "𝄞"]}, ["--threshold", "0.5", "--keep", "É", "--keep", "𝄞"]),
    ({"byte_offsets": True}, ["--byte-offsets"]),
]  # fmt: skip


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", ["bert", "xlm-roberta", "modernbert", "deberta-v2"])
def test_the_command_gives_the_same(package, mode, family):
    contexts = [TEXT, "A\0 day. \0", "É. The sea 𝄞 \n\n is warm. Rain.", "", " \n", " ".join(PASSAGES * 9), "A day. A day. A day."]
    made = package(mode=mode, family=family)
    model = load(made, mode)
    line = json.dumps({"id": 7, "query": QUERY, "documents": contexts, "note": {"a": [1.0]}})
    for options, flags in OPTIONS:
        theirs = without_timing(prune(model, QUERY, contexts, return_spans=True, **options))
        del theirs["title"]
        ran = subprocess.run(
            [PRUNING_PACK, "prune", made, "--input", "-", "--format", "json", "--spans", *flags],
            input=line.encode() + b"\n", capture_output=True, check=True, timeout=600,
        )  # fmt: skip
        ours = [json.loads(answer) for answer in ran.stdout.splitlines()]
        assert len(ours) == len(contexts)
        for number, answer in enumerate(ours):
            assert list(answer) == ["id", *theirs, "note"] and (answer["id"], answer["note"]) == (7, {"a": [1.0]})
            for name in ("pruned_context", "kept_sentences", "removed_sentences", "compression_rate"):
                assert answer[name] == theirs[name][number], (options, name)
            assert answer["sentence_probabilities"] == pytest.approx(theirs["sentence_probabilities"][number], abs=1e-4)
            assert answer["reranking_score"] == pytest.approx(theirs["reranking_score"][number], abs=1e-4)
            for one, other in zip(answer["spans"], theirs["spans"][number], strict=True):
                assert (one["start"], one["end"]) == (other["start"], other["end"])

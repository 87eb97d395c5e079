"""What `process` makes of its options, with probabilities and scores that the tests choose; and of wrong arguments."""

import sys

import pytest
from processing import prune, without_timing
from support import MODES, PASSAGES, PRUNING_ONLY, QUERY, load

TEXT = "One is here. Two is here. Three is here."
FIRST, SECOND, THIRD = "One is here. ", "Two is here. ", "Three is here."


@pytest.fixture(scope="module")
def model(package):
    return load(package())


@pytest.fixture
def said(monkeypatch):
    """said(model, probabilities, scores): what the model says of each piece, and of each text."""

    def say(model, probabilities, scores=None):
        passage = sys.modules[type(model).__module__]._Passage

        def of_pieces(self, aggregation):
            return [probabilities[piece.strip()] for piece in self.titles + self.sentences]

        monkeypatch.setattr(passage, "sentence_probabilities", of_pieces)
        if scores is not None:
            monkeypatch.setattr(passage, "score", lambda self, takes_best: scores["".join(self.sentences)])

    return say


LOW_FIRST = {"One is here.": 0.1, "Two is here.": 0.9, "Three is here.": 0.2, "title": 0.3, "second": 0.2, "": 0.1}


@pytest.mark.parametrize(
    ("context", "title", "takes_line", "kept"),
    [
        (TEXT, "first_sentence", False, [FIRST, SECOND]),
        (TEXT, None, False, [SECOND]),
        (TEXT, " ", False, [SECOND]),
        (TEXT, "title", False, ["title\n", SECOND]),
        ([TEXT], [["title", "second"]], False, [["title\n", "second\n", SECOND]]),
        ([TEXT], [[["title", "second"]]], False, [["title\n", "second\n", SECOND]]),
        ([TEXT], [None], False, [[SECOND]]),
        ([[" \n", FIRST, SECOND]], "first_sentence", False, [[FIRST, SECOND]]),
        ([[" \n", FIRST, SECOND]], None, True, [["One is here.\n", SECOND]]),
        ("\n title \n" + TEXT, "first_sentence", True, ["title\n", SECOND]),
    ],
)
def test_a_title_is_kept_where_anything_is(model, said, context, title, takes_line, kept):
    said(model, LOW_FIRST)
    ask = {"always_select_title": True, "threshold": 0.5}
    assert prune(model, QUERY, context, title, takes_line, **ask)["kept_sentences"] == kept
    nothing = prune(model, QUERY, context, title, takes_line, always_select_title=True, threshold=0.95)
    assert nothing["kept_sentences"] in ([], [[]])
    stripped = prune(model, QUERY, context, title, takes_line, strip_sentences=True, **ask)["kept_sentences"]
    assert stripped == ([[s.strip() for s in kept[0]]] if isinstance(kept[0], list) else [s.strip() for s in kept])


def test_stripped_sentences(model):
    result = prune(model, QUERY, " The sea. \n\n Rain.  ", "x", threshold=0, strip_sentences=True)
    assert result["kept_sentences"] == ["x", "The sea.", "Rain."] and result["pruned_context"] == "The sea.Rain."
    plain = prune(model, QUERY, " The sea. \n\n Rain.  ", "x", threshold=0)
    assert result["sentence_probabilities"] == plain["sentence_probabilities"]


SCORED = {"good": 0.9, "poor": 0.9, "gone": 0.1, "void": 0.1}


@pytest.mark.parametrize("raw", [False, True])
def test_reordering(model, said, raw):
    """A passage of which nothing is kept comes last, also where the other scores are below its 0."""
    contexts = ["gone", "poor", "void", "good"]
    said(model, SCORED, {"gone": 5.0, "void": 7.0, "poor": -8.0 if raw else 0.01, "good": -2.0 if raw else 0.8})
    ask = {"threshold": 0.5, "reorder": True}
    assert prune(model, QUERY, contexts, **ask)["kept_sentences"] == [["good"], ["poor"], [], []]
    assert prune(model, QUERY, contexts, **ask)["removed_sentences"][2:] == [["gone"], ["void"]]
    assert prune(model, QUERY, contexts, top_k=1, **ask)["pruned_context"] == ["good"]
    assert prune(model, QUERY, contexts, top_k=9, **ask)["pruned_context"] == ["good", "poor", "", ""]
    assert prune(model, QUERY, contexts, top_k=1, threshold=0.5)["pruned_context"] == ["", "poor", "", "good"]
    by_score = prune(model, QUERY, contexts, zero_score_when_empty=False, **ask)["reranking_score"]
    assert by_score == sorted(by_score, reverse=True) and by_score[0] == 7.0
    nested = prune(model, [QUERY, "sky"], [contexts, contexts[:2]], top_k=2, **ask)
    assert nested["pruned_context"] == [["good", "poor"], ["poor", ""]]


def test_nothing_at_the_top(model):
    """What top_k takes away has an empty place where the shape has one for it."""
    empty = {
        "pruned_context": "", "reranking_score": None, "compression_rate": 0.0, "title": None, "kept_sentences": [],
        "removed_sentences": [], "sentence_probabilities": [],
    }  # fmt: skip
    ask = {"reorder": True, "top_k": 0}
    assert without_timing(prune(model, QUERY, PASSAGES[0], **ask)) == empty
    aligned = prune(model, [QUERY, "sky"], PASSAGES[:2], **ask)
    assert without_timing(aligned) == {name: [value] * 2 for name, value in empty.items()}
    assert without_timing(prune(model, QUERY, PASSAGES, **ask)) == {name: [] for name in empty}
    assert prune(model, QUERY, PASSAGES, reorder=True, top_k="2")["pruned_context"] != []


def test_without_scores_the_order_stays(package):
    model = load(package(mode=PRUNING_ONLY), PRUNING_ONLY)
    plain, ordered = (prune(model, QUERY, PASSAGES, reorder=reorder, threshold=0.5) for reorder in (False, True))
    assert without_timing(plain) == without_timing(ordered)
    assert prune(model, QUERY, PASSAGES, reorder=True, top_k=1)["title"] == [None]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"question": None}, "question is NoneType"), ({"question": [QUERY, 3]}, "a question is int"),
        ({"context": 3}, "context is int"), ({"context": ["a", None]}, "a context is NoneType"),
        ({"context": [["a", 1]]}, "a sentence is int"), ({"context": "a\ud800b"}, "surrogate pair at character 1"),
        ({"title": 5}, "title is int"), ({"title": [5]}, "a title is int"), ({"title": b"x"}, "title is bytes"),
        ({"sentence_splitter": "en"}, "sentence_splitter is str"),
        ({"sentence_splitter": {"en": 3}, "language": "en"}, "sentence_splitter is int"),
        ({"sentence_splitter": lambda text: [1]}, "a sentence of sentence_splitter is int"),
        ({"batch_size": None}, "batch_size is None"), ({"batch_size": 1.5}, "batch_size is 1.5"),
        ({"threshold": "high"}, "threshold is 'high'"), ({"threshold": float("nan")}, "threshold is nan"),
        ({"debug_messages": "x"}, "debug_messages is str"), ({"top_k": "few"}, "top_k is 'few', not a whole number"),
    ],
)  # fmt: skip
def test_wrong_arguments_are_named(package, mode, arguments, message):
    model = load(package(mode=mode), mode)
    with pytest.raises(ValueError, match=message):
        model.process(**{"question": QUERY, "context": PASSAGES[0], "show_progress": False, **arguments})


def test_a_numpy_array_is_no_list(model):
    numpy = pytest.importorskip("numpy")
    with pytest.raises(ValueError, match="title is ndarray"):
        prune(model, QUERY, PASSAGES, numpy.array(["a", "b", "c"]))
    with pytest.raises(ValueError, match="context is ndarray"):
        prune(model, QUERY, numpy.array(PASSAGES))
    assert prune(model, numpy.str_(QUERY), PASSAGES[0], batch_size=numpy.int64(2), threshold=numpy.float32(0))


@pytest.mark.parametrize("pairs", [3, "ab", ["ab"], [("a", "b", "c")], [("a", None)], [("a", "\udfff")], None])
def test_wrong_pairs_are_named(model, pairs):
    for ask in (model.predict, model.predict_with_pruning):
        with pytest.raises(ValueError, match="pairs is a list of|a passage"):
            ask(pairs)

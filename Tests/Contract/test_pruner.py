"""`pruning_pack.Pruner` against `process` and `predict` of the model in the package, and against CrossEncoder: names, shapes,
texts and numbers, errors. Tests/Probes/Pruning/parity.py does the same for all families and many texts."""

import inspect
import subprocess
import sys

import numpy as np
import pytest
from binary import REPOSITORY
from memory import pruning_pack
from processing import LONG, without_timing
from sentence_transformers import CrossEncoder
from support import MODES, PASSAGES, PRUNING_ONLY, QUERY, RERANKING_PRUNING, load

SENTENCES = ["The coral reef. ", " \n", "", "Rain flows."]
NESTED = [PASSAGES, PASSAGES[:2]]


@pytest.fixture(scope="module")
def opened(package):
    """opened(mode) -> (model, Pruner), each made once."""
    made = {}

    def make(mode=RERANKING_PRUNING, **options):
        key = (mode, *options)
        if key not in made:
            place = package(mode=mode, **options)
            made[key] = load(place, mode), pruning_pack.Pruner(place)
        return made[key]

    yield make
    for _, pruner in made.values():
        pruner.close()


def same(ours, theirs):
    """Whether shapes and texts are equal, and numbers but for rounding."""
    if isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(same(ours[name], theirs[name]) for name in theirs)
    if isinstance(theirs, list):
        return isinstance(ours, list) and len(ours) == len(theirs) and all(map(same, ours, theirs))
    # CrossEncoder of sentence-transformers 5.1 ranks with numbers of NumPy.
    if isinstance(theirs, (float, np.floating)):
        return isinstance(ours, float) and ours == pytest.approx(theirs, rel=1e-4, abs=1e-4)
    return type(ours) is type(theirs) and ours == theirs


def threshold_between(model, question, context):
    """One that some sentences are above, and none is near to."""
    probabilities = model.process(question, context, show_progress=False, return_sentence_metrics=True)["sentence_probabilities"]

    def flat(values):
        return [value for each in values for value in flat(each)] if isinstance(values, list) else [values]

    values = sorted(set(flat(probabilities)))
    return max((b - a, (a + b) / 2) for a, b in zip(values, values[1:]))[1]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("question", "context", "options"),
    [
        (QUERY, LONG, {}), (QUERY, PASSAGES, {}), (QUERY, PASSAGES, {"reorder": True, "top_k": 2}),
        ([QUERY, "sky"], PASSAGES[:2], {"reorder": True, "top_k": 0}), ([QUERY, "sky"], NESTED, {"title": "A title"}),
        ([QUERY, "sky"], NESTED, {"title": ["one", None], "always_select_title": True}),
        ([QUERY], [SENTENCES], {"title": None, "strip_sentences": True}), (QUERY, [SENTENCES, "", " "], {}),
        (QUERY, PASSAGES, {"title": [["a", " "], None, "c"], "strip_sentences": True}),
        (QUERY, PASSAGES[:1], {"title": [["a", "b"]]}), (QUERY, LONG, {"title": [["a", "b"]], "always_select_title": True}),
        (QUERY, "\n Title \r\nThe sea. Rain.", {"first_line_as_title": True, "always_select_title": True}),
        (QUERY, LONG, {"use_best_reranker_score": False, "zero_score_when_empty": False, "batch_size": 3}),
        (QUERY, PASSAGES, {"sentence_splitter": {"en": lambda text: text.split()}, "language": "en"}), (QUERY, [], {}),
        (QUERY, LONG, {"budget": 30}), (QUERY, PASSAGES, {"budget": 12, "across": True, "reorder": True}),
        ([QUERY, "sky"], NESTED, {"rate": 0.4, "across": True, "always_select_title": True}), (QUERY, PASSAGES, {"rate": 0.5}),
        ([QUERY, "sky"], NESTED, {"budget": 10, "across": True, "title": "A title", "always_select_title": True}),
        (QUERY, PASSAGES, {"keep": ["Rain", "barrier"], "threshold": 1.0}), (QUERY, LONG, {"keep": "Rain", "budget": 5}),
        (QUERY, ["\u00e4\U0001f600. The sea. Rain."], {"return_spans": True}),
        (QUERY, ["\n T\u00e4tel \r\n\u00e4\U0001f600 sea.  Rain."], {
            "return_spans": True, "byte_offsets": True, "first_line_as_title": True, "strip_sentences": True, "threshold": 0,
        }),
        (QUERY, ["\n T\u00e4tel \n\u00e4 sea. Rain."], {
            "return_spans": True, "first_line_as_title": True, "sentence_splitter": lambda text: text.split(), "rate": 1.0,
        }),
        (QUERY, [["\n", "T\u00e4tel ", "sea. ", "Rain."]], {"return_spans": True, "first_line_as_title": True, "rate": 0.9}),
        (QUERY, PASSAGES, {"return_spans": True, "reorder": True, "top_k": 1}), (QUERY, "a", {"return_spans": True, "reorder": True, "top_k": 0}),
        (QUERY, ["NUL \x00 here. And \u2028 there. \U0001f600 e\u0301. A\u0085b."], {}),
    ],
)  # fmt: skip
def test_process_is_the_models(opened, mode, question, context, options):
    model, pruner = opened(mode)
    if context and context != "a" and not {"budget", "rate"} & options.keys():
        options = {"threshold": threshold_between(model, question, context), **options}
    for details in (False, True):
        ask = {**options, "return_sentence_metrics": details, "return_sentence_texts": details}
        theirs = without_timing(model.process(question, context, show_progress=False, **ask))
        assert same(without_timing(pruner.process(question, context, **ask)), theirs)


def test_signature_and_timing_are_the_models(opened):
    model, pruner = opened()
    ours, theirs = (inspect.signature(each.process).parameters.values() for each in (pruner, model))
    assert [(p.name, p.kind, p.default) for p in ours] == [(p.name, p.kind, p.default) for p in theirs]
    said = []
    result = pruner.process(QUERY, LONG, debug_messages=said.append)
    assert list(result["timing"]) == list(model.process(QUERY, LONG, show_progress=False)["timing"])
    assert result["timing"] == result["performance_trace"].as_dict() and said[0].startswith("process: ")
    assert 0 < result["timing"]["inference_seconds"] < result["timing"]["total_seconds"]


def test_without_a_threshold_it_is_the_packages(opened):
    model, pruner = opened(threshold=0.45)
    assert pruner.threshold == model.config.pruning_threshold == 0.45
    assert same(pruner.process(QUERY, LONG)["pruned_context"], model.process(QUERY, LONG, show_progress=False)["pruned_context"])
    for infinite in (float("inf"), float("-inf")):
        ask = {"threshold": infinite, "return_sentence_texts": True}
        theirs = without_timing(model.process(QUERY, LONG, show_progress=False, **ask))
        assert same(without_timing(pruner.process(QUERY, LONG, **ask)), theirs)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "arguments",
    [
        {"question": None}, {"question": [QUERY, 3]}, {"context": 3}, {"context": ["a", None]}, {"context": [["a", 1]]},
        {"context": "a\ud800b"}, {"question": "\udfff"}, {"title": 5}, {"title": [5]}, {"title": "\ud800"},
        {"sentence_splitter": "en"}, {"sentence_splitter": {"en": len}}, {"sentence_splitter": lambda text: ["x"]},
        {"batch_size": None}, {"batch_size": 1.5}, {"threshold": "high"}, {"threshold": float("nan")}, {"debug_messages": "x"},
        {"top_k": "few"}, {"top_k": [1]}, {"top_k": float("inf")}, {"budget": -1}, {"budget": 1.5}, {"rate": 2}, {"rate": "x"}, {"budget": 1, "rate": 0.5},
        {"threshold": 0.5, "budget": 1}, {"keep": ""}, {"keep": [1]}, {"keep": "\ud800"}, {"question": [QUERY, "sky"]}, {"title": "x", "first_line_as_title": True},
    ],
    ids=str,
)  # fmt: skip
def test_wrong_arguments_are_named_as_the_model_names_them(opened, mode, arguments):
    ask = {"question": QUERY, "context": PASSAGES[0], **arguments}
    messages = []
    for each in opened(mode):
        with pytest.raises(ValueError) as caught:
            each.process(**ask)
        messages.append(str(caught.value))
    assert messages[0] == messages[1] and "invalid literal" not in messages[0]


def test_a_question_that_leaves_no_room(opened):
    model, pruner = opened()
    for each in (model, pruner):
        with pytest.raises(ValueError, match="the query leaves no room for the passage"):
            each.process("coral " * 600, PASSAGES[0])
    assert pruner.process(QUERY, PASSAGES[0])["pruned_context"] is not None


def test_scores_are_the_models_and_those_of_cross_encoder(opened, package):
    model, pruner = opened()
    pairs = [(QUERY, passage) for passage in [*PASSAGES, LONG, ""]]
    scores = pruner.predict(pairs, batch_size=2)
    assert scores == pytest.approx(model.predict(pairs), abs=1e-4)
    encoder = CrossEncoder(str(package()), trust_remote_code=True)
    assert scores == pytest.approx(encoder.predict(pairs).tolist(), abs=1e-4)
    assert isinstance(pruner.predict(pairs[0]), float) and pruner.predict([]) == []
    for options in ({}, {"top_k": 2}, {"return_documents": True}):
        ours, theirs = (each.rank(QUERY, PASSAGES, **options) for each in (pruner, encoder))
        assert same(ours, theirs) and pruner.rerank(QUERY, PASSAGES, **options) == ours
    only = opened(PRUNING_ONLY)[1]
    assert only.predict(pairs) == [None] * len(pairs) and only.mode == PRUNING_ONLY
    with pytest.raises(ValueError, match="no score to rank by"):
        only.rank(QUERY, PASSAGES)


@pytest.mark.parametrize("pairs", [3, "ab", ["ab"], [("a", "b", "c")], [("a", None)], [("a", "\udfff")], None])
def test_wrong_pairs_are_named(opened, pairs):
    for each in opened():
        with pytest.raises(ValueError, match="pairs is a list of|a passage"):
            each.predict(pairs)


def test_what_reads_the_arguments_is_of_the_modelling_file():
    subprocess.run([sys.executable, REPOSITORY / "Tools/generate/process_arguments.py", "--check"], check=True)

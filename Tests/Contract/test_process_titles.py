"""Titles in `process`: given, one for each context, or taken from the first line."""

import pytest
from processing import prune
from support import PASSAGES, QUERY, load


@pytest.fixture(scope="module")
def model(package):
    return load(package())


def test_titles_are_scored_in_their_own_right(model):
    context = PASSAGES[0]
    result = prune(model, QUERY, context, " The reef\n", threshold=0)
    assert result["title"] == "The reef\n" and result["pruned_context"] == context
    assert result["kept_sentences"][0] == "The reef\n"
    (tokens,) = model.predict_with_pruning([(QUERY, "The reef\n" + context)])
    title = [p for p, (start, _) in zip(tokens["keep_probabilities"], tokens["offsets"]) if start < len("The reef")]
    first = [
        p for p, (start, _) in zip(tokens["keep_probabilities"], tokens["offsets"])
        if len("The reef\n") <= start < len("The reef\n") + context.index(".") + 1
    ]  # fmt: skip
    assert result["sentence_probabilities"][0] == pytest.approx(sum(title) / len(title), abs=1e-6)
    assert result["sentence_probabilities"][1] == pytest.approx(sum(first) / len(first), abs=1e-6)


def test_titles_of_many(model):
    titled = prune(model, QUERY, PASSAGES, ["a", None, " "])
    assert titled["title"] == ["a\n", None, None]
    assert prune(model, QUERY, PASSAGES, "a")["title"] == ["a\n"] * 3
    assert prune(model, [QUERY, "sky"], PASSAGES[:2], ["a", "b"])["title"] == ["a\n", "b\n"]
    nested = prune(model, [QUERY, "sky"], [PASSAGES, PASSAGES[:1]], [["a", "b", "c"], ["d"]])
    assert nested["title"] == [["a\n", "b\n", "c\n"], ["d\n"]]
    several = prune(model, QUERY, [PASSAGES[0]], [[["a", "b"]]], threshold=0)
    assert several["title"] == [["a\n", "b\n"]] and several["kept_sentences"][0][:2] == ["a\n", "b\n"]
    for wrong in (["a", "b"], [["a", "b"]]):
        with pytest.raises(ValueError, match="a title for each context"):
            prune(model, QUERY, PASSAGES, wrong)


@pytest.mark.parametrize("context", [PASSAGES[0], PASSAGES[:1]])
def test_several_titles_of_the_only_context(model, context):
    """As of one of several contexts: a list in the list of titles is that context's."""
    of_two = prune(model, QUERY, PASSAGES[:2], [["a", "b"], None], threshold=0)
    for titles in ([["a", "b"]], [[["a", "b"]]]):
        alone = prune(model, QUERY, context, titles, threshold=0)
        for name in ("title", "kept_sentences", "reranking_score"):
            found = alone[name] if context is PASSAGES[0] else alone[name][0]
            assert found == (pytest.approx(of_two[name][0]) if name == "reranking_score" else of_two[name][0])
    assert prune(model, QUERY, PASSAGES[:1], [["a"]])["title"] == ["a\n"]


def test_the_first_line_as_title(model):
    contexts = ["\n  The reef \r\nThe sea is warm. Rain.", ["", "A title.\n", "The sea."], "alone", ""]
    result = prune(model, QUERY, contexts, None, True, threshold=0)
    assert result["title"] == ["The reef\n", "A title.\n", "alone\n", None]
    assert result["pruned_context"] == ["The sea is warm. Rain.", "The sea.", "", ""]
    with pytest.raises(ValueError, match="first_line_as_title"):
        prune(model, QUERY, contexts, "a", True)

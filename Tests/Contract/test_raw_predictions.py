"""`get_raw_predictions` and `predict_with_thresholds`, as callers of OpenProvence know them."""

import pytest
from support import MODES, PASSAGES, PRUNING_ONLY, QUERY, load


@pytest.mark.parametrize("mode", MODES)
def test_contexts_are_read_as_one_passage(package, mode):
    model = load(package(mode=mode), mode)
    raw = model.get_raw_predictions(QUERY, PASSAGES)
    whole = model.predict_with_pruning((QUERY, "".join(PASSAGES)))
    assert raw.query == QUERY and raw.contexts == PASSAGES
    assert raw.pruning_probs.tolist() == pytest.approx(whole["keep_probabilities"], abs=1e-6)
    assert raw.ranking_score == (None if mode == PRUNING_ONLY else pytest.approx(whole["ranking_score"], abs=1e-6))
    starts = [0, len(PASSAGES[0]), len(PASSAGES[0] + PASSAGES[1])]
    for (start, end), first, text in zip(raw.context_ranges, starts, PASSAGES, strict=True):
        assert first <= whole["offsets"][start][0] and whole["offsets"][end - 1][1] <= first + len(text)
    assert raw.context_ranges[0][0] == 0 and raw.context_ranges[-1][1] == len(raw.pruning_probs)


def test_several_lists_of_contexts(package):
    model = load(package())
    lists = [PASSAGES, PASSAGES[:1], []]
    for queries in (QUERY, [QUERY] * 3):
        found = model.get_raw_predictions_batch(queries, lists, batch_size=2)
        assert [len(raw.context_ranges) for raw in found] == [3, 1, 0]
        for raw, contexts in zip(found, lists):
            alone = model.get_raw_predictions(QUERY, contexts)
            assert raw.pruning_probs.tolist() == pytest.approx(alone.pruning_probs.tolist(), abs=1e-5)
    for queries, contexts, problem in (
        ([QUERY], lists, "1 queries for 3"), (QUERY, "text", "list of texts"), (QUERY, [["a", 3]], "a context is int"),
    ):
        with pytest.raises(ValueError, match=problem):
            model.get_raw_predictions_batch(queries, contexts)


@pytest.mark.parametrize("majority", [False, True])
def test_decisions_for_each_threshold(package, majority):
    model = load(package())
    raw = model.get_raw_predictions(QUERY, [*PASSAGES, ""])
    parts = [raw.pruning_probs[start:end].tolist() for start, end in raw.context_ranges]
    means = sorted(sum(part) / len(part) for part in parts if part)
    thresholds = [0.0, (means[0] + means[1]) / 2, 1.0]
    found = model.predict_with_thresholds(QUERY, [*PASSAGES, ""], thresholds, use_majority=majority)
    assert set(found) == {"query", "contexts", "ranking_score", "predictions", "context_ranges", "pruning_probs"}
    assert list(found["predictions"]) == thresholds
    for threshold, kept in found["predictions"].items():
        if majority:
            expected = [sum(p > threshold for p in part) >= len(part) / 2 for part in parts]
        else:
            expected = [not part or sum(part) / len(part) > threshold for part in parts]
        assert kept == [int(each) for each in expected]
    assert found["predictions"][0.0] == [1, 1, 1, 1] and found["predictions"][1.0] == [0, 0, 0, 1]
    assert majority or 0 < sum(found["predictions"][thresholds[1]][:3]) < 3
    with pytest.raises(ValueError, match="threshold is 'x'"):
        model.predict_with_thresholds(QUERY, PASSAGES, ["x"])

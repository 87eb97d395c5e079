"""`process` of the modelling file: shapes, keys, thresholds, scores, and where its tokenizer comes from."""

import inspect

import pytest
from processing import LONG, prune, without_timing
from support import PASSAGES, QUERY, RERANKING_PRUNING, load, load_tokenizer, put_into_hub_cache
from transformers import AutoModelForSequenceClassification

KEYS = {"pruned_context", "reranking_score", "compression_rate", "title", "timing", "performance_trace"}
STEPS = (
    "preprocess", "assembly", "inference", "postprocess", "total", "sentence_collect", "sentence_normalize",
    "tokenize", "fragment_split", "fragment_decode",
)  # fmt: skip


@pytest.fixture(scope="module")
def model(package):
    return load(package())


def test_a_text_gives_a_text(model):
    result = model.process(QUERY, LONG, show_progress=False)
    assert set(result) == KEYS
    assert isinstance(result["pruned_context"], str) and result["title"] is None
    assert 0 <= result["reranking_score"] <= 1 and 0 <= result["compression_rate"] <= 100
    times = result["timing"]
    assert set(times) == {f"{step}_seconds" for step in STEPS} and times == result["performance_trace"].as_dict()
    assert times["inference_seconds"] > 0 and times["tokenize_seconds"] > 0 and min(times.values()) >= 0
    parts = ("preprocess_seconds", "assembly_seconds", "inference_seconds", "postprocess_seconds")
    assert times["total_seconds"] == pytest.approx(sum(times[part] for part in parts))


def test_shapes(model):
    one = prune(model, QUERY, LONG)
    listed = prune(model, QUERY, [LONG, PASSAGES[1]])
    aligned = prune(model, [QUERY, "sky"], [LONG, PASSAGES[1]])
    nested = prune(model, [QUERY, "sky"], [[LONG], [PASSAGES[0], PASSAGES[1]]])
    for name in without_timing(one):
        if name in ("pruned_context", "title", "kept_sentences", "removed_sentences"):
            assert listed[name][0] == one[name] == aligned[name][0] == nested[name][0][0]
            assert aligned[name][1] == nested[name][1][1]
        assert len(listed[name]) == len(aligned[name]) == len(nested[name]) == 2
    for wrong in ((["a", "b"], "c"), (["a", "b"], ["c"]), (["a", "b"], ["c", ["d"]]), ("a", 3)):
        with pytest.raises(ValueError):
            prune(model, *wrong)


def test_an_inner_list_is_sentences(model):
    sentences = ["The coral reef. Is in ", "the warm sea.", "", " \n", "Rain flows"]
    result = prune(model, QUERY, [sentences, "Rain flows."])
    assert len(result["sentence_probabilities"][0]) == len(sentences)
    kept, removed = result["kept_sentences"][0], result["removed_sentences"][0]
    assert sorted(kept + removed) == sorted(sentences) and result["pruned_context"][0] == "".join(kept)


@pytest.mark.parametrize("aggregation", ["mean", "majority"])
def test_thresholds(package, monkeypatch, aggregation):
    model = load(package())
    monkeypatch.setattr(model.config, "pruning_aggregation", aggregation)
    last = None
    for threshold in (0.0, 0.3, 0.45, 0.5, 0.55, 0.7, 1.0):
        result = prune(model, QUERY, LONG, threshold=threshold)
        kept = [probability > threshold for probability in result["sentence_probabilities"]]
        assert result["pruned_context"] == "".join(result["kept_sentences"])
        assert len(result["kept_sentences"]) == sum(kept)
        assert last is None or all(before or not now for before, now in zip(last, kept))
        last = kept
    assert not any(last) and result["reranking_score"] == 0.0 and result["compression_rate"] == 100
    (tokens,) = model.predict_with_pruning([(QUERY, PASSAGES[1])])
    values = tokens["keep_probabilities"]
    (probability,) = prune(model, QUERY, [[PASSAGES[1]]])["sentence_probabilities"][0]
    if aggregation == "mean":
        assert probability == pytest.approx(sum(values) / len(values), abs=1e-6)
    else:
        for threshold in [value + step for value in values for step in (-1e-3, 1e-3)]:
            assert (probability > threshold) == (sum(value > threshold for value in values) > len(values) / 2)
    monkeypatch.setattr(model.config, "pruning_threshold", 0.0)
    assert prune(model, QUERY, LONG)["pruned_context"] == LONG


def test_scores_of_the_best_pass_and_of_the_first(model):
    best = prune(model, QUERY, LONG, zero_score_when_empty=False)["reranking_score"]
    first = prune(model, QUERY, LONG, zero_score_when_empty=False, use_best_reranker_score=False)["reranking_score"]
    assert best >= first
    assert prune(model, QUERY, LONG, threshold=1)["reranking_score"] == 0.0
    assert prune(model, QUERY, LONG, threshold=1, zero_score_when_empty=False)["reranking_score"] == best


def test_empty_contexts(model):
    result = prune(model, QUERY, ["", " \n", "\u200b"])
    assert result["pruned_context"][0] == "" and result["reranking_score"][:2] == [0.0, 0.0]
    assert without_timing(prune(model, QUERY, [])) == {
        "pruned_context": [], "reranking_score": [], "compression_rate": [], "title": [], "kept_sentences": [],
        "removed_sentences": [], "sentence_probabilities": [],
    }  # fmt: skip


def test_a_model_in_training_stays_so_and_is_not_disturbed(package):
    model = load(package())
    expected = prune(model, QUERY, LONG)["sentence_probabilities"]
    model.train()
    assert prune(model, QUERY, LONG)["sentence_probabilities"] == expected
    assert model.training and model.pruning_head.training
    model.encoder.eval()
    before = {name: module.training for name, module in model.named_modules()}
    model.predict([(QUERY, LONG)])
    assert {name: module.training for name, module in model.named_modules()} == before


def test_arguments_of_openprovence_are_taken(model):
    messages = []
    result = prune(
        model, QUERY, LONG, debug_messages=messages.append, enable_warnings=False, respect_sentence_boundaries=True,
        preprocess_workers=0, preprocess_batch_size=4, torch_dataloader_kwargs={}, show_inference_progress=False,
    )  # fmt: skip
    assert without_timing(result) == without_timing(prune(model, QUERY, LONG)) and "total_seconds" in messages[0]


def test_the_tokenizer_comes_from_where_the_model_came_from(package, tmp_path, monkeypatch):
    """From a Hub cache, at its revision, without the network; and after a directory change."""
    commit = "0123456789abcdef0123456789abcdef01234567"
    put_into_hub_cache(tmp_path / "cache", "org/tiny", {commit: package()}, {"main": commit})
    model = AutoModelForSequenceClassification.from_pretrained(
        "org/tiny", trust_remote_code=True, cache_dir=tmp_path / "cache", local_files_only=True
    )
    expected = prune(load(package()), QUERY, LONG)
    assert without_timing(prune(model, QUERY, LONG)) == without_timing(expected)
    monkeypatch.chdir(package().parent)
    relative = load(package().name)
    monkeypatch.chdir(tmp_path)
    assert without_timing(prune(relative, QUERY, LONG)) == without_timing(expected)


def test_a_new_model_needs_a_tokenizer(package):
    model = load(package())
    new = type(model)(model.config)
    assert new.tokenizer is None and dict(inspect.getmembers(new))["tokenizer"] is None
    for ask in (lambda: new.process(QUERY, LONG), lambda: new.predict([(QUERY, LONG)])):
        with pytest.raises(ValueError, match="set model.tokenizer"):
            ask()
    new.tokenizer = load_tokenizer(package())
    assert new.predict([(QUERY, LONG)])


@pytest.mark.parametrize("mode", [RERANKING_PRUNING])
def test_process_after_saving_again(package, tmp_path, mode):
    load(package(mode=mode), mode).save_pretrained(tmp_path / "again")
    again = prune(load(tmp_path / "again", mode), QUERY, LONG)
    assert without_timing(again) == without_timing(prune(load(package(mode=mode), mode), QUERY, LONG))

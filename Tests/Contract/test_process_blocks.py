"""The blocks of tokens that `process` makes of contexts: every token is scored once, and it does not matter with what."""

import random

import pytest
import torch
from checkpoints import FAMILIES
from processing import LONG, prune
from support import MODES, PASSAGES, PRUNING_ONLY, QUERY, RERANKING_PRUNING, load, load_tokenizer, run


@pytest.fixture(scope="module")
def model(package):
    return load(package())


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("mode", MODES)
def test_what_fits_is_one_pass_as_forward_has_it(package, family, mode):
    directory = package(family=family, mode=mode)
    model, tokenizer = load(directory, mode), load_tokenizer(directory)
    query, passage = "sky", "Rain flows from it."
    inputs = tokenizer([query], [passage], return_tensors="pt")
    output = run(model, inputs)
    keep = model.keep_probabilities(output.pruning_logits)[0]
    tokens = torch.tensor([sequence == 1 for sequence in inputs.sequence_ids(0)])
    (prediction,) = model.predict_with_pruning([(query, passage)])
    assert prediction["keep_probabilities"] == pytest.approx(keep[tokens].tolist(), abs=1e-5)
    result = prune(model, query, [[passage]], zero_score_when_empty=False)
    assert result["sentence_probabilities"][0] == pytest.approx([keep[tokens].double().mean().item()], abs=1e-5)
    if mode == PRUNING_ONLY:
        assert result["reranking_score"] == [None] == model.predict([(query, passage)])
        assert prediction["ranking_score"] is None
    else:
        score = model.ranking_scores(output.logits)[0].item()
        assert result["reranking_score"] == pytest.approx([score], abs=1e-5)
        assert prediction["ranking_score"] == pytest.approx(score, abs=1e-5)
        assert model.predict((query, passage)) == pytest.approx(score, abs=1e-5)


@pytest.mark.parametrize("mode", MODES)
def test_the_order_of_blocks_does_not_matter(package, monkeypatch, mode):
    model = load(package(mode=mode), mode)
    expected = prune(model, QUERY, LONG * 3)
    run_rows = type(model)._run_rows

    def shuffled(self, rows, *arguments):
        assert len(rows) > 10
        order = random.Random(1).sample(range(len(rows)), len(rows))
        results = dict(zip(order, run_rows(self, [rows[number] for number in order], *arguments)))
        return [results[number] for number in range(len(rows))]

    monkeypatch.setattr(type(model), "_run_rows", shuffled)
    again = prune(model, QUERY, LONG * 3, batch_size=5)
    assert again["pruned_context"] == expected["pruned_context"]
    assert again["sentence_probabilities"] == pytest.approx(expected["sentence_probabilities"], abs=1e-5)
    if mode == RERANKING_PRUNING:
        assert again["reranking_score"] == pytest.approx(expected["reranking_score"], abs=1e-5)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_token_is_scored_and_no_pass_too_long(package, monkeypatch, family):
    directory = package(family=family)
    model, tokenizer = load(directory), load_tokenizer(directory)
    lengths = []
    forward = type(model).forward

    def watched(self, *arguments, **options):
        lengths.append(options["attention_mask"].sum(dim=1).max().item())
        return forward(self, *arguments, **options)

    monkeypatch.setattr(type(model), "forward", watched)
    long_sentence = LONG.replace(".", ",")
    for text in (LONG, long_sentence, LONG[:100] + long_sentence + LONG):
        (prediction,) = model.predict_with_pruning([(QUERY, text)])
        encoded = tokenizer([QUERY], [text], return_offsets_mapping=True, verbose=False)
        offsets = [o for o, s in zip(encoded["offset_mapping"][0], encoded.sequence_ids(0)) if s == 1]
        assert prediction["offsets"] == offsets
        assert len(prediction["keep_probabilities"]) == len(offsets) == len(prediction["pruning_mask"])
    assert max(lengths) <= model.config.max_input_length


def test_a_query_without_room_is_an_error(model):
    with pytest.raises(ValueError, match="leaves no room for the passage.* of 64"):
        prune(model, " ".join(["reef"] * 61), LONG)
    assert prune(model, " ".join(["reef"] * 60), PASSAGES[0])["sentence_probabilities"]


def test_results_do_not_depend_on_neighbours_or_batches(model):
    contexts = [LONG, *PASSAGES, "", LONG[:200]]
    alone = [prune(model, QUERY, context) for context in contexts]
    for batch_size in (1, 2, 100):
        for order in (range(len(contexts)), reversed(range(len(contexts)))):
            order = list(order)
            together = prune(model, QUERY, [contexts[n] for n in order], batch_size=batch_size)
            for place, number in enumerate(order):
                assert together["pruned_context"][place] == alone[number]["pruned_context"]
                assert together["reranking_score"][place] == pytest.approx(alone[number]["reranking_score"], abs=1e-5)
                assert together["sentence_probabilities"][place] == pytest.approx(
                    alone[number]["sentence_probabilities"], abs=1e-5
                )

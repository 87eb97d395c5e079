"""`predict` and `predict_with_pruning` of the modelling file: pairs, shapes, scores."""

import pytest
from processing import LONG, prune
from support import PASSAGES, QUERY, load, load_tokenizer, run


@pytest.fixture(scope="module")
def model(package):
    return load(package())


def test_predict_is_what_cross_encoder_gives(package, model):
    cross_encoder = pytest.importorskip("sentence_transformers").CrossEncoder(str(package()), trust_remote_code=True)
    pairs = [(QUERY, passage) for passage in [*PASSAGES, LONG, ""]]
    assert model.predict(pairs, batch_size=2) == pytest.approx(cross_encoder.predict(pairs).tolist(), abs=1e-5)
    assert model.predict([]) == model.predict_with_pruning([]) == []


def test_one_pair_gives_one_prediction(model):
    (listed,) = model.predict_with_pruning([("ab", "cd")])
    assert model.predict_with_pruning(("ab", "cd")) == model.predict_with_pruning(["ab", "cd"]) == listed
    assert model.predict(["ab", "cd"]) == model.predict([("ab", "cd")])[0]
    assert model.predict(("ab", "cd")) == pytest.approx(listed["ranking_score"], abs=1e-6)


def test_many_labels_with_scores_of_their_own(package):
    """Each label has a score; the last one is the passage's."""
    directory = package(labels=3, activation="identity")
    model, tokenizer = load(directory), load_tokenizer(directory)
    logits = run(model, tokenizer([QUERY], [PASSAGES[0]], return_tensors="pt")).logits[0]
    assert len(logits) == 3
    assert model.predict([(QUERY, PASSAGES[0])]) == pytest.approx([logits[-1].item()], abs=1e-5)
    score = prune(model, QUERY, PASSAGES[0], threshold=0)["reranking_score"]
    assert score == pytest.approx(logits[-1].item(), abs=1e-5)

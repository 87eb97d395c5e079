"""sentence-transformers' CrossEncoder reads a package of mode reranking_pruning like any reranker."""

import pytest
import torch
from checkpoints import FAMILIES
from sentence_transformers import CrossEncoder
from support import PASSAGES, QUERY, assert_same_tensors, difference, encode, load, run

PAIRS = [(QUERY, passage) for passage in PASSAGES]


def cross_encoder(directory, **options):
    return CrossEncoder(str(directory), trust_remote_code=True, device="cpu", **options)


def predict(encoder, pairs=PAIRS, **options):
    return torch.tensor(encoder.predict(pairs, show_progress_bar=False, **options))


@pytest.mark.parametrize("family", FAMILIES)
def test_scores_are_the_models(package, family):
    directory = package(family=family)
    encoder, model = cross_encoder(directory), load(directory)
    assert encoder.config.num_labels == 1
    assert difference(predict(encoder), model.ranking_scores(run(model, encode(directory)).logits)) < 1e-6


@pytest.mark.parametrize("family", FAMILIES)
def test_scores_are_those_of_the_ranking_model_alone(package, family):
    directory = package(family=family)
    alone = CrossEncoder(str(directory / "ranking_model"), device="cpu")
    assert difference(predict(cross_encoder(directory)), predict(alone)) == 0


def test_identity_gives_raw_logits(package):
    directory = package(activation="identity")
    scores = predict(cross_encoder(directory))
    logits = run(load(directory), encode(directory)).logits[:, 0]
    assert difference(scores, logits) < 1e-5
    assert scores.max() > 1 or scores.min() < 0


def test_two_labels_give_raw_logits(package):
    directory = package(labels=2)
    scores = predict(cross_encoder(directory))
    assert scores.shape == (3, 2)
    assert difference(scores, run(load(directory), encode(directory)).logits) < 1e-5


@pytest.mark.parametrize("family", FAMILIES)
def test_long_texts_are_cut_where_the_encoder_ends(package, family):
    """CrossEncoder takes the smaller of the tokenizer's limit and the root config's max_position_embeddings."""
    encoder = cross_encoder(package(family=family))
    assert encoder.tokenizer.model_max_length == 64
    scores = predict(encoder, [(QUERY, " ".join(PASSAGES * 30)), (" ".join(PASSAGES * 30), QUERY)])
    assert torch.isfinite(scores).all()


def test_max_position_embeddings_bounds_a_tokenizer_without_a_limit(copied):
    import json

    directory = copied(family="xlm-roberta")
    file = directory / "tokenizer_config.json"
    config = json.loads(file.read_text())
    del config["model_max_length"]
    file.write_text(json.dumps(config))
    assert torch.isfinite(predict(cross_encoder(directory), [(QUERY, " ".join(PASSAGES * 30))])).all()


def test_dtype_and_attention_arguments(package):
    encoder = cross_encoder(
        package(), model_kwargs={"torch_dtype": torch.bfloat16, "attn_implementation": "eager"}
    )
    assert {p.dtype for p in encoder.model.parameters()} == {torch.bfloat16}
    assert encoder.model.config._attn_implementation == "eager"


def test_saving_through_cross_encoder(package, tmp_path):
    directory = package()
    encoder = cross_encoder(directory)
    encoder.save_pretrained(str(tmp_path / "saved"))
    assert_same_tensors(directory, tmp_path / "saved")
    assert difference(predict(cross_encoder(tmp_path / "saved")), predict(encoder)) == 0
    assert (tmp_path / "saved/pruning_head/model.safetensors").exists()


def test_rank(package):
    ranked = cross_encoder(package()).rank(QUERY, PASSAGES, show_progress_bar=False)
    assert sorted(each["corpus_id"] for each in ranked) == [0, 1, 2]

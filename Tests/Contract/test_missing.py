"""A package that is not whole does not load: nothing is ever left at random values."""

import json

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file
from support import ENCODER, MODES, PRUNING_ONLY, RERANKING_PRUNING, assert_same_tensors, encode, load, rewrite, run


def names(file):
    with safe_open(file, "pt") as opened:
        return sorted(opened.keys())


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", ["bert", "modernbert"])
def test_any_missing_tensor_of_the_encoder_is_named(copied, family, mode):
    directory = copied(mode=mode, family=family)
    file = directory / ENCODER[mode] / "model.safetensors"
    whole = file.read_bytes()
    for name in names(file)[::5] + names(file)[-1:]:
        if name.startswith("pooler."):
            continue
        rewrite(file, lambda tensors: tensors.pop(name))
        with pytest.raises(ValueError, match=f"{ENCODER[mode]}: tensors missing: {name}"):
            load(directory, mode)
        file.write_bytes(whole)
    load(directory, mode)


def test_missing_classifier(copied):
    directory = copied()
    file = directory / "ranking_model/model.safetensors"
    rewrite(file, lambda tensors: (tensors.pop("classifier.weight"), tensors.pop("classifier.bias")))
    with pytest.raises(ValueError, match="missing: classifier.bias, classifier.weight"):
        load(directory)


def test_missing_pooler_of_a_ranking_model(copied):
    """Its score goes through the pooler; that of a token classifier does not."""
    directory = copied()
    rewrite(directory / "ranking_model/model.safetensors", lambda t: t.pop("bert.pooler.dense.weight"))
    with pytest.raises(ValueError, match="missing: bert.pooler.dense.weight"):
        load(directory)


@pytest.mark.parametrize("family", ["bert", "xlm-roberta", "mpnet"])
def test_an_encoder_without_a_pooler(copied, family, tmp_path):
    directory = copied(mode=PRUNING_ONLY, family=family)
    expected = run(load(directory, PRUNING_ONLY), encode(directory)).pruning_logits
    file = directory / "encoder_model/model.safetensors"
    rewrite(file, lambda t: [t.pop(name) for name in list(t) if name.startswith("pooler.")])
    model = load(directory, PRUNING_ONLY)
    assert not any("pooler" in name for name, _ in model.named_parameters())
    assert (run(model, encode(directory)).pruning_logits == expected).all()
    model.save_pretrained(tmp_path / "saved")
    assert_same_tensors(directory, tmp_path / "saved")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["classifier.weight", "classifier.bias"])
def test_missing_tensor_of_the_head(copied, name, mode):
    directory = copied(mode=mode)
    rewrite(directory / "pruning_head/model.safetensors", lambda tensors: tensors.pop(name))
    with pytest.raises(ValueError, match=f"pruning_head: tensors missing: {name}"):
        load(directory, mode)


def test_pooling_weights_are_all_or_nothing(copied):
    directory = copied(pooling_weights=True)
    rewrite(directory / "pruning_head/model.safetensors", lambda tensors: tensors.pop("pooling_weights.bias"))
    with pytest.raises(ValueError, match="missing: pooling_weights.bias"):
        load(directory)
    rewrite(directory / "pruning_head/model.safetensors", lambda tensors: tensors.pop("pooling_weights.weight"))
    with pytest.raises(ValueError, match="missing: pooling_weights.bias, pooling_weights.weight"):
        load(directory)


def test_wrong_shapes(copied):
    directory = copied()
    head = directory / "pruning_head/model.safetensors"
    whole = head.read_bytes()
    rewrite(head, lambda t: t.update({"classifier.weight": t["classifier.weight"][:, :16].contiguous()}))
    with pytest.raises(ValueError, match=r"classifier.weight is \[2, 16\], not \[2, 32\]"):
        load(directory)
    head.write_bytes(whole)
    rewrite(
        directory / "ranking_model/model.safetensors",
        lambda t: t.update({"classifier.weight": t["classifier.weight"].repeat(3, 1)}),
    )
    message = r"ranking_model: .*shape: classifier.weight (is \[3, 32\], )?not \[1, 32\]"
    for options in ({}, {"ignore_mismatched_sizes": True}):
        with pytest.raises(ValueError, match=message):
            load(directory, **options)


def test_unknown_tensor_in_the_head(copied):
    directory = copied()
    rewrite(directory / "pruning_head/model.safetensors", lambda t: t.update(extra=t["classifier.bias"].clone()))
    with pytest.raises(ValueError, match="extra is unknown"):
        load(directory)


def test_head_and_encoder_of_different_widths(copied):
    directory = copied()
    rewrite(
        directory / "pruning_head/model.safetensors",
        lambda t: t.update({"classifier.weight": torch.zeros(2, 48)}),
    )
    for file in ("config.json", "pruning_encoder_config.json"):
        config = json.loads((directory / file).read_text())
        config["pruning_config"]["hidden_size"] = 48
        (directory / file).write_text(json.dumps(config))
    with pytest.raises(ValueError, match="the pruning head reads 48 features, the encoder gives 32"):
        load(directory)


def test_labels_that_disagree(copied):
    with pytest.raises(ValueError, match=r"classifier\.bias .*not \[3\]"):
        load(copied(), num_labels=3)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("file", ["pruning_head/model.safetensors", "{}/model.safetensors", "{}/config.json"])
def test_missing_file(copied, file, mode):
    directory = copied(mode=mode)
    (directory / file.format(ENCODER[mode])).unlink()
    with pytest.raises(OSError, match=file.split("/")[-1]):
        load(directory, mode)


@pytest.mark.parametrize("place", ["pruning_head", "ranking_model"])
def test_a_pickle_is_not_read(copied, place):
    directory = copied()
    file = directory / place / "model.safetensors"
    torch.save(load_file(file), directory / place / "pytorch_model.bin")
    file.unlink()
    with pytest.raises(OSError):
        load(directory)


@pytest.mark.parametrize("place", ["pruning_head", "ranking_model"])
def test_truncated_file(copied, place):
    directory = copied()
    file = directory / place / "model.safetensors"
    file.write_bytes(file.read_bytes()[:-5])
    with pytest.raises(Exception, match="(?i)safetensor|header|incomplete"):
        load(directory)


def test_loading_draws_no_random_numbers_into_weights(package):
    states = []
    for seed in (1, 2):
        torch.manual_seed(seed)
        states.append(load(package(), RERANKING_PRUNING).state_dict())
    assert all(torch.equal(states[0][name], states[1][name]) for name in states[0])

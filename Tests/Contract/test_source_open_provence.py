"""Layouts V6 and V6b, OpenProvence: everything in one file."""

import pytest
import torch
from binary import pruning_pack
from conversion import assert_detected, assert_same_numbers, convert, settings
from safetensors.torch import load_file
from variants import OpenProvence


@pytest.mark.parametrize("family", ["modernbert", "xlm-roberta", "deberta-v2", "bert"])
@pytest.mark.parametrize("trainer", [False, True], ids=["V6", "V6b"])
def test_open_provence(family, trainer, tmp_path):
    original = OpenProvence(family, trainer=trainer)
    source, package = convert(original, tmp_path)
    assert_detected(source, original.layout)
    assert_same_numbers(original, package, tmp_path)
    config = settings(package)
    assert config["pruning_threshold"] == 0.1 and config["ranking_activation"] == "sigmoid"
    assert config["use_token_type_ids"] is (family == "bert")
    assert {path.name for path in package.glob("*.py")} == {"modeling_pruning_encoder.py"}


@pytest.mark.parametrize("key", ["default_threadshold", "default_threshold"])
def test_open_provence_threshold_under_both_spellings(key, tmp_path):
    _, package = convert(OpenProvence("bert", threshold={key: 0.25}), tmp_path)
    assert settings(package)["pruning_threshold"] == 0.25
    pruning_pack("save", "--from", tmp_path / "source", "--output", tmp_path / "other", "--threshold", "0.7", "--quiet")
    assert settings(tmp_path / "other")["pruning_threshold"] == 0.7


@pytest.mark.parametrize("options", [{"sharded": True}, {"labels": 2}, {"dtype": torch.bfloat16}], ids=str)
def test_open_provence_variations(options, tmp_path):
    original = OpenProvence("modernbert", **options)
    _, package = convert(original, tmp_path)
    assert_same_numbers(original, package, tmp_path)
    dtype = options.get("dtype", torch.float32)
    for part in ("ranking_model", "pruning_head"):
        assert {tensor.dtype for tensor in load_file(package / part / "model.safetensors").values()} == {dtype}

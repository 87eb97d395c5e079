"""A ranking model and a pruning head that are given apart: heads in every form, and what CrossEncoder is told."""

import json

import pytest
import torch
from binary import pruning_pack
from conversion import assert_same_numbers, settings
from safetensors.torch import save_file
from variants import ForkEncoder


@pytest.mark.parametrize("form", ["file.safetensors", "file.bin", "directory", "directory of a pickle"])
def test_heads_in_every_form(form, tmp_path):
    original = ForkEncoder("V9", "bert")
    source = original.save(tmp_path / "source")
    head = source / "pruning_head"
    if "bin" in form or "pickle" in form:
        (head / "model.safetensors").unlink()
        torch.save(original.head.state_dict(), head / "pytorch_model.bin")
    if form.startswith("file"):
        head = head / ("pytorch_model.bin" if form.endswith("bin") else "model.safetensors")
    pruning_pack(
        "save", "--ranking-model", source / "ranking_model", "--pruning-head", head, "--output", tmp_path / "package",
        "--token-type-ids", "ignored", "--hidden-state-source", "last_hidden_state", "--quiet",
    )
    assert_same_numbers(original, tmp_path / "package", tmp_path)


def test_an_identity_that_cross_encoder_is_told_of_is_taken_over(tmp_path):
    """As the ms-marco models record it."""
    original = ForkEncoder("V4", "bert")
    source = original.save(tmp_path / "source") / "ranking_model"
    config = settings(source)
    config["sentence_transformers"] = {"activation_fn": "torch.nn.modules.linear.Identity"}
    (source / "config.json").write_text(json.dumps(config))
    save_file(original.head.state_dict(), tmp_path / "head.safetensors", metadata={"format": "pt"})
    pruning_pack(
        "save", "--ranking-model", source, "--pruning-head", tmp_path / "head.safetensors", "--token-type-ids", "ignored",
        "--output", tmp_path / "package", "--quiet",
    )
    assert_same_numbers(original, tmp_path / "package", tmp_path)

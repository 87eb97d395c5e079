"""Pickles where a checkpoint is asked for: shards, `inspect`, `save`."""

import json

import pytest
import torch
from binary import pruning_pack
from checkpoints import make_checkpoint
from safetensors.torch import load_file, save_file
from support import assert_same_tensors
from torch_files import LEGACY, MARKS, assert_read, saved, state

pytestmark = MARKS


def test_shards(tmp_path):
    tensors = state(LEGACY)
    names = list(tensors)
    shards = {"pytorch_model-00001-of-00002.bin": names[::2], "pytorch_model-00002-of-00002.bin": names[1::2]}
    for shard, held in shards.items():
        torch.save({name: tensors[name] for name in held}, tmp_path / shard)
    index = {"metadata": {"total_size": 1}, "weight_map": {name: shard for shard, held in shards.items() for name in held}}
    (tmp_path / "pytorch_model.bin.index.json").write_text(json.dumps(index))
    assert_read(tmp_path, dict(tensors), tmp_path)


def test_safetensors_win_over_a_pickle(tmp_path):
    save_file({"a": torch.ones(2)}, tmp_path / "model.safetensors")
    torch.save({"a": torch.zeros(2)}, tmp_path / "pytorch_model.bin")
    assert_read(tmp_path, {"a": torch.ones(2)}, tmp_path)


def test_inspect_lists_a_pickle_as_it_does_safetensors(tmp_path):
    tensors = {name: tensor.detach().clone().contiguous() for name, tensor in state().items()}
    save_file(tensors, tmp_path / "model.safetensors")
    listed = []
    for path in (tmp_path / "model.safetensors", saved(tmp_path, tensors)):
        checkpoint = json.loads(pruning_pack("inspect", path, "--format", "json"))["checkpoints"][0]
        assert checkpoint["problem"] is None
        assert all(item["allowed"] for item in checkpoint["imports"])
        listed.append(([(t["name"], t["dtype"], t["shape"]) for t in checkpoint["tensors"]],
                       checkpoint["parameters"], checkpoint["bytes"]))
    assert listed[0] == listed[1]
    assert checkpoint["imports"]


@pytest.mark.parametrize("legacy", [False, True])
def test_a_package_from_pickles_is_that_from_safetensors(tmp_path, legacy):
    """Sub-model and head as .bin files give the very tensors that safetensors give."""
    checkpoint = make_checkpoint(tmp_path / "checkpoint")
    options = ["--license", "mit", "--language", "en", "--no-verify", "--quiet"]

    def pack(head, output):
        pruning_pack("save", "--ranking-model", checkpoint / "encoder", "--pruning-head", head, "--output", output, *options)

    pack(checkpoint / "head", tmp_path / "expected")
    for directory, target in (("encoder", "pytorch_model.bin"), ("head", "../head.bin")):
        source = checkpoint / directory / "model.safetensors"
        torch.save(load_file(source), source.parent / target, _use_new_zipfile_serialization=not legacy)
        source.unlink()
    pack(checkpoint / "head.bin", tmp_path / "found")
    assert_same_tensors(tmp_path / "expected", tmp_path / "found")
    assert not list((tmp_path / "found").rglob("*.bin"))

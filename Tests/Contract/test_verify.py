"""The gate passes what `save` wrote, and what Python makes of it."""

import json

import pytest
import torch
from binary import attempt
from checkpoints import FAMILIES
from support import MODES, load


def errors(package):
    """Rules with error-level findings, and the whole report for a message."""
    code, output, _ = attempt("verify", package, "--format", "json")
    report = json.loads(output)
    found = {finding["rule"] for finding in report["findings"] if finding["severity"] == "error"}
    assert (code == 1) == bool(found)
    return found, output


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", FAMILIES)
def test_passes_what_save_wrote_and_what_python_saved_again(package, tmp_path, family, mode):
    made = package(family=family, mode=mode)
    found, report = errors(made)
    assert not found, report
    load(made, mode).save_pretrained(tmp_path / "again")
    found, report = errors(tmp_path / "again")
    assert not found, report


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_passes_other_types(package, tmp_path, dtype):
    made = package(dtype=dtype)
    found, report = errors(made)
    assert not found, report
    load(made).save_pretrained(tmp_path / "again")
    found, report = errors(tmp_path / "again")
    assert not found, report


def test_passes_shards(package, tmp_path):
    load(package()).save_pretrained(tmp_path / "shards", max_shard_size="10KB")
    assert (tmp_path / "shards/ranking_model/model.safetensors.index.json").exists()
    found, report = errors(tmp_path / "shards")
    assert not found, report

"""Packages as released versions saved them (Tests/Released): loaded by this transformers they give the numbers that were
recorded then, with the modelling file of the time, and with today's."""

import json
from pathlib import Path

import pytest
import torch
from binary import attempt, pruning_pack
from support import DTYPE, RERANKING_PRUNING, load, load_tokenizer

RELEASED = Path(__file__).parents[1] / "Released"
VERSIONS = [line.split()[0] for line in (RELEASED / "digests.txt").read_text().splitlines()]
PACKAGES = [
    pytest.param(RELEASED / version / mode, mode, id=f"{version} {mode}")
    for version in VERSIONS
    for mode in ("reranking_pruning", "pruning_only")
]


def assert_recorded_numbers(package, recording, mode):
    model, tokenizer = load(package, mode, **{DTYPE: torch.float32}), load_tokenizer(package)
    tolerances = recording["tolerance"]
    assert len(recording["cases"]) >= 10
    for case in recording["cases"]:
        inputs = tokenizer(
            [case["query"]], [case["document"]], truncation=True, max_length=model.config.max_input_length,
            return_tensors="pt",
        )
        assert inputs["input_ids"][0].tolist() == case["input_ids"]
        with torch.no_grad():
            output = model(**inputs)
        expected = torch.tensor(case["pruning_logits"])
        assert torch.allclose(output.pruning_logits[0], expected, **tolerances["pruning_logits"])
        if mode == RERANKING_PRUNING:
            expected = torch.tensor(case["ranking_logit"]).reshape(-1)
            assert torch.allclose(output.logits[0], expected, **tolerances["ranking_logit"])
        else:
            assert case["ranking_logit"] is None


@pytest.mark.parametrize("package, mode", PACKAGES)
def test_gives_what_was_recorded(package, mode):
    assert_recorded_numbers(package, json.loads((package / "reference_outputs.json").read_text()), mode)


@pytest.mark.parametrize("package, mode", PACKAGES)
def test_gives_it_when_it_is_brought_up_to_date(package, mode, tmp_path):
    pruning_pack("save", "--from", package, "--output", tmp_path / "package", "--quiet")
    assert attempt("verify", tmp_path / "package")[0] == 0
    recording = json.loads((package / "reference_outputs.json").read_text())
    assert_recorded_numbers(tmp_path / "package", recording, mode)


@pytest.mark.parametrize("package, mode", PACKAGES)
def test_saves_itself_again(package, mode, tmp_path):
    """By its own save_pretrained."""
    load(package, mode).save_pretrained(tmp_path / "package")
    recording = json.loads((package / "reference_outputs.json").read_text())
    assert_recorded_numbers(tmp_path / "package", recording, mode)

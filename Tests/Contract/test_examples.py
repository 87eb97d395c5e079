"""The scripts in examples/ run on a package."""

import re
import runpy
import sys
from pathlib import Path

import pytest
import torch
from checkpoints import make_checkpoint
from support import MODES, PASSAGES, QUERY, RERANKING_PRUNING, difference, encode, load, run
from transformers import AutoModelForSequenceClassification

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def start(monkeypatch, capsys):
    def run_script(script, *arguments):
        monkeypatch.setattr(sys, "argv", [script, *map(str, arguments)])
        runpy.run_path(str(EXAMPLES / script), run_name="__main__")
        return capsys.readouterr().out

    return run_script


def scores(output):
    return [float(score) for score in re.findall(r"^score: (\S+)", output, re.MULTILINE)]


@pytest.mark.parametrize("mode", MODES)
def test_automodel(package, start, mode):
    directory = package(mode=mode)
    output = start("automodel.py", directory, "--query", QUERY, "--passage", *PASSAGES)
    model = load(directory, mode)
    expected = run(model, encode(directory))
    keep = model.keep_probabilities(expected.pruning_logits)
    if mode == RERANKING_PRUNING:
        assert scores(output) == pytest.approx(torch.sigmoid(expected.logits[:, 0]).tolist(), abs=1e-6)
    else:
        assert "score" not in output
    kept = re.findall(r"^kept: (.*)$", output, re.MULTILINE)
    assert len(kept) == len(PASSAGES)
    for text, passage in zip(kept, PASSAGES):
        for part in filter(None, text.replace("…", "\n").split("\n")):
            assert part.strip() in passage
    assert any(text != passage for text, passage in zip(kept, PASSAGES)) == bool((keep <= 0.5).any())


def test_automodel_without_more(package, start):
    assert start("automodel.py", package(threshold=0)).count("kept: ") == 2


def test_cross_encoder(package, start):
    directory = package()
    output = start("cross_encoder.py", directory, "--query", QUERY, "--passage", *PASSAGES)
    expected = torch.sigmoid(run(load(directory), encode(directory)).logits[:, 0]).tolist()
    assert scores(output) == pytest.approx(sorted(expected, reverse=True), abs=1e-5)


def test_fine_tune(start, tmp_path):
    """From a plain reranker to a package in a few seconds: it has learned, and the gate has compared it."""
    checkpoint = make_checkpoint(tmp_path / "checkpoint")
    output = start("fine_tune.py", checkpoint / "encoder", tmp_path / "tuned", "--steps", "8")
    before, after = map(float, re.search(r"loss: (\S+) before, (\S+) after", output).groups())
    assert after < before
    assert (tmp_path / "tuned/reference_outputs.json").exists()
    plain = AutoModelForSequenceClassification.from_pretrained(checkpoint / "encoder")
    assert difference(load(tmp_path / "tuned").encoder.classifier.weight, plain.classifier.weight) > 0

"""From training to pruning: a model is trained in torch, saved from memory, and used where there is no torch."""

import json
import subprocess
import venv

import pytest
import torch
from binary import REPOSITORY
from memory import make_parts, save
from memory_training import ANSWERS, QUESTIONS, train


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """An interpreter without any package."""
    place = tmp_path_factory.mktemp("bare")
    venv.create(place, with_pip=False)
    return place / "bin/python"


def test_a_trained_model_is_saved_verified_and_prunes(tmp_path, bare):
    torch.manual_seed(0)
    parts = make_parts(hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
    losses = train(parts)
    assert losses[-1] < 0.3 < losses[0]
    pairs = list(zip(QUESTIONS, ANSWERS))
    report = save(tmp_path / "package", **parts, pairs=pairs, record_pairs=True)
    assert report.passed

    code = f"""
import json, pruning_pack, sys
report = pruning_pack.verify({str(tmp_path / 'package')!r}, strict=True)
report.raise_for_errors()
assert "torch" not in sys.modules
wanted = ("RUN002", "RUN007", "TOK006", "INT003")
print(json.dumps([outcome.status for outcome in report.rules if outcome.rule in wanted]))
"""
    environment = {"PYTHONPATH": str(REPOSITORY / "python"), "PATH": "/usr/bin:/bin"}
    ran = subprocess.run([bare, "-c", code], capture_output=True, text=True, env=environment, timeout=300)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == ["passed"] * 4
    ran = subprocess.run(
        [bare, "-m", "pruning_pack", "prune", tmp_path / "package", "--query", QUESTIONS[0], "--document", ANSWERS[0],
         "--format", "json"],
        capture_output=True, text=True, env=environment, timeout=300,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    answer = json.loads(ran.stdout)
    assert answer["pruned_context"] == ANSWERS[0] and answer["reranking_score"] > 0.7
